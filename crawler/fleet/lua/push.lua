-- Put a message at the end of a host's stream of that priority.
local function push(p, id, host, priority, message)
    local stream = p .. 'q:' .. id .. ':' .. priority .. ':' .. host
    if redis.call('EXISTS', stream) == 0 then
        redis.call('XGROUP', 'CREATE', stream, 'workers', '0', 'MKSTREAM')
        redis.call('SADD', p .. 'priorities:' .. id, priority)
        redis.call('SADD', p .. 'all:' .. id, host)
    end
    redis.call('XADD', stream, '*', 'm', message)
end
