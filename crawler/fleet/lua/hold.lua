#!lua flags=allow-oom
-- Nobody asks a host anything before a moment.  ARGV: host, for how many ms, why.
local about = KEYS[1] .. 'host:' .. ARGV[1]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
redis.call('HSET', about, 'until', now + ARGV[2], 'why', ARGV[3])
redis.call('EXPIRE', about, 7 * 86400)
return 0
