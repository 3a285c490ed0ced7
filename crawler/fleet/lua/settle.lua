-- A request has ended and its record is durable: acknowledge it, and queue what it led to.
-- ARGV: crawl, host, priority and number of the message, state it ended in, then either the
-- message to be asked again ('' for none) and in how many ms, then host, priority, key and message of
-- each new request.  Returns how many of these are new, and how many requests are open.
local p, id, host = KEYS[1], ARGV[1], ARGV[2]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
if redis.call('HGET', p .. 'crawl:' .. id, 'state') ~= 'open' then
    return {0, 0}
end
local change, new = 0, 0
if ARGV[4] ~= '' then
    local stream = p .. 'q:' .. id .. ':' .. ARGV[3] .. ':' .. host
    -- 0: another worker has taken it over, and has settled it already.
    local mine = redis.call('XACK', stream, 'workers', ARGV[4])
    redis.call('XDEL', stream, ARGV[4])
    if mine == 1 and ARGV[6] ~= '' then
        redis.call('ZADD', p .. 'late:' .. id, now + ARGV[7], ARGV[6])
    elseif mine == 1 then
        change = -1
        redis.call('HINCRBY', p .. 'crawl:' .. id, ARGV[5], 1)
        redis.call('HSET', p .. 'crawl:' .. id, 'moved_ms', now)
        if redis.call('HINCRBY', p .. 'hosts:' .. id, host, -1) <= 0 then
            redis.call('HDEL', p .. 'hosts:' .. id, host)
        end
    end
end
for i = 8, #ARGV, 4 do
    if redis.call('SADD', p .. 'seen:' .. id, ARGV[i + 2]) == 1 then
        push(p, id, ARGV[i], ARGV[i + 1], ARGV[i + 3])
        redis.call('HINCRBY', p .. 'hosts:' .. id, ARGV[i], 1)
        change, new = change + 1, new + 1
    end
end
local open = redis.call('HINCRBY', p .. 'crawl:' .. id, 'open', change)
finish(p, id, open, now)
return {new, math.max(0, open)}
