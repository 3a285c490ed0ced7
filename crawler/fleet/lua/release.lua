#!lua flags=allow-oom
-- Give hosts up.  ARGV: crawl, token, then host, delay (ms) and how long ago it was asked last (ms).
local p, id, token = KEYS[1], ARGV[1], ARGV[2]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
for i = 3, #ARGV, 3 do
    if redis.call('GET', p .. 'owner:' .. ARGV[i]) == token then
        redis.call('DEL', p .. 'owner:' .. ARGV[i])
        redis.call('HSET', p .. 'host:' .. ARGV[i], 'delay', ARGV[i + 1], 'asked', now - ARGV[i + 2])
    end
end
return 0
