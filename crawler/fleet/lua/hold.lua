#!lua flags=allow-oom
-- Nobody asks a host anything before a moment.  ARGV: host, for how many ms, why.
local about = KEYS[1] .. 'host:' .. ARGV[1]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
redis.call('HSET', about, 'until', now + ARGV[2], 'why', ARGV[3])
redis.call('EXPIRE', about, 7 * 86400)
-- So that whoever looks at the fleet need not look at every host.
redis.call('ZADD', KEYS[1] .. 'held', now + ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1] .. 'held', '-inf', now)
return 0
