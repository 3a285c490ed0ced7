#!lua flags=allow-oom
-- The best message of hosts that the worker owns.
-- ARGV: crawl, token, ms ahead that what is late counts as due, then hosts, in this order.
-- Returns how it went (taken, none, paused, done), how many requests are open, hosts that are
-- another's by now, and host, priority, number and message.
local p, id, token = KEYS[1], ARGV[1], ARGV[2]
local told = redis.call('HMGET', p .. 'crawl:' .. id, 'state', 'open')
if told[1] ~= 'open' then
    return {'done', 0, {}}
end
local open = tonumber(told[2])
if redis.call('EXISTS', p .. 'paused') == 1 then
    return {'paused', open, {}}
end
local clock = redis.call('TIME')
local soon = clock[1] * 1000 + math.floor(clock[2] / 1000) + ARGV[3]
for _, late in ipairs(redis.call('ZRANGEBYSCORE', p .. 'late:' .. id, '-inf', soon, 'LIMIT', 0, 20)) do
    local message = cjson.decode(late)
    push(p, id, message.host, string.format('%d', message.priority), late)
    redis.call('ZREM', p .. 'late:' .. id, late)
end
local own, lost = {}, {}
for i = 4, #ARGV do
    if redis.call('GET', p .. 'owner:' .. ARGV[i]) == token then
        table.insert(own, ARGV[i])
    else
        table.insert(lost, ARGV[i])
    end
end
local priorities = redis.call('SMEMBERS', p .. 'priorities:' .. id)
table.sort(priorities, function(a, b) return tonumber(a) > tonumber(b) end)
for _, priority in ipairs(priorities) do
    for _, host in ipairs(own) do
        local stream = p .. 'q:' .. id .. ':' .. priority .. ':' .. host
        if redis.call('XLEN', stream) > 0 then
            local read = redis.call('XREADGROUP', 'GROUP', 'workers', token, 'COUNT', 1, 'STREAMS', stream, '>')
            if read then
                local one = read[1][2][1]
                return {'taken', open, lost, host, priority, one[1], one[2][2]}
            end
        end
    end
end
return {'none', open, lost}
