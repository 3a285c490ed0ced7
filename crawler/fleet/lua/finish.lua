-- Close a crawl of which nothing is open any more; what it remembered of addresses goes.
local function finish(p, id, open, now)
    if open > 0 then
        return
    end
    local natural = redis.call('HGET', p .. 'crawl:' .. id, 'natural')
    redis.call('HDEL', p .. 'tasks', natural)
    redis.call('HSET', p .. 'crawl:' .. id, 'state', 'done', 'closed_ms', now)
    redis.call('EXPIRE', p .. 'crawl:' .. id, 30 * 86400)
    redis.call('EXPIRE', p .. 'stuck:' .. id, 30 * 86400)
    redis.call('ZREM', p .. 'crawls', id)
    for _, host in ipairs(redis.call('SMEMBERS', p .. 'all:' .. id)) do
        for _, priority in ipairs(redis.call('SMEMBERS', p .. 'priorities:' .. id)) do
            redis.call('UNLINK', p .. 'q:' .. id .. ':' .. priority .. ':' .. host)
        end
    end
    for _, name in ipairs({'seen:', 'hosts:', 'priorities:', 'late:', 'members:', 'all:'}) do
        redis.call('UNLINK', p .. name .. id)
    end
end
