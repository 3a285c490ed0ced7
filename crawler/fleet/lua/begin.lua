#!lua
-- Begin a shared crawl, or find the open one of the same task.
-- ARGV: natural key, task (JSON), opened_at, then host, priority, key and message of each start.
-- Returns its number, when it was opened, 1 when it is new, and the task that it has.
local p = KEYS[1]
local id = redis.call('HGET', p .. 'tasks', ARGV[1])
if id then
    local told = redis.call('HMGET', p .. 'crawl:' .. id, 'opened_at', 'task')
    return {id, told[1], 0, told[2]}
end
local clock = redis.call('TIME')
id = tostring(redis.call('INCR', p .. 'last'))
redis.call('HSET', p .. 'tasks', ARGV[1], id)
redis.call('HSET', p .. 'crawl:' .. id, 'natural', ARGV[1], 'task', ARGV[2], 'opened_at', ARGV[3],
    'state', 'open', 'open', 0, 'moved_ms', clock[1] * 1000 + math.floor(clock[2] / 1000))
redis.call('ZADD', p .. 'crawls', id, id)
local opened = 0
for i = 4, #ARGV, 4 do
    if redis.call('SADD', p .. 'seen:' .. id, ARGV[i + 2]) == 1 then
        push(p, id, ARGV[i], ARGV[i + 1], ARGV[i + 3])
        redis.call('HINCRBY', p .. 'hosts:' .. id, ARGV[i], 1)
        opened = opened + 1
    end
end
redis.call('HINCRBY', p .. 'crawl:' .. id, 'open', opened)
return {id, ARGV[3], 1, ARGV[2]}
