#!lua flags=allow-oom
-- End a crawl whatever is open of it.  ARGV: crawl.  Returns how many requests were open; -1: none.
local p, id = KEYS[1], ARGV[1]
local told = redis.call('HMGET', p .. 'crawl:' .. id, 'state', 'open')
if told[1] ~= 'open' then
    return -1
end
local clock = redis.call('TIME')
finish(p, id, 0, clock[1] * 1000 + math.floor(clock[2] / 1000))
return tonumber(told[2])
