#!lua
-- Become the owner of hosts that nobody owns and that the crawl has something to ask of.
-- ARGV: crawl, token, lease (ms), most hosts that this worker may own, delay (ms) of a host that
-- none was told of, deliveries after which a message is stuck, then the hosts that it owns.
-- Returns for each host: its name, ms to wait before the first request, and what its last owner
-- had in flight: priority, number and message, one after the other.
local p, id, token = KEYS[1], ARGV[1], ARGV[2]
local lease, most = tonumber(ARGV[3]), tonumber(ARGV[4])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
redis.call('ZADD', p .. 'members:' .. id, now + lease, token)
redis.call('ZREMRANGEBYSCORE', p .. 'members:' .. id, '-inf', now)
local hosts = redis.call('HKEYS', p .. 'hosts:' .. id)
local share = math.ceil(#hosts / redis.call('ZCARD', p .. 'members:' .. id))
-- Hosts of which nothing is open do not count: their owner has room.
local own, got = 0, {}
for i = 7, #ARGV do
    own = own + redis.call('HEXISTS', p .. 'hosts:' .. id, ARGV[i])
end
for _, host in ipairs(hosts) do
    if own + #got >= math.min(most, share) then
        break
    end
    local about = p .. 'host:' .. host
    local told = redis.call('HMGET', about, 'token', 'delay', 'asked', 'until')
    if tonumber(told[4] or 0) <= now and redis.call('SET', p .. 'owner:' .. host, token, 'PX', lease, 'NX') then
        -- Whoever lost it may have asked just before the lease ended; who gave it up says when.
        local wait = 0
        if told[1] then
            wait = math.max(0, tonumber(told[3] or now) + tonumber(told[2] or ARGV[5]) - now)
        end
        redis.call('HSET', about, 'token', token)
        redis.call('HDEL', about, 'asked')
        redis.call('EXPIRE', about, 86400)
        local back = {}
        for _, priority in ipairs(redis.call('SMEMBERS', p .. 'priorities:' .. id)) do
            local stream = p .. 'q:' .. id .. ':' .. priority .. ':' .. host
            local pending = {}
            if redis.call('EXISTS', stream) == 1 then
                pending = redis.call('XPENDING', stream, 'workers', '-', '+', 1000)
            end
            for _, one in ipairs(pending) do
                local claimed = redis.call('XCLAIM', stream, 'workers', token, 0, one[1])
                local message = claimed[1] and claimed[1][2][2]
                if message and one[4] >= tonumber(ARGV[6]) then
                    redis.call('XACK', stream, 'workers', one[1])
                    redis.call('XDEL', stream, one[1])
                    redis.call('RPUSH', p .. 'stuck:' .. id, message)
                    redis.call('SADD', p .. 'stuck', id)
                    if redis.call('HINCRBY', p .. 'hosts:' .. id, host, -1) <= 0 then
                        redis.call('HDEL', p .. 'hosts:' .. id, host)
                    end
                    finish(p, id, redis.call('HINCRBY', p .. 'crawl:' .. id, 'open', -1), now)
                elseif message then
                    table.insert(back, priority)
                    table.insert(back, one[1])
                    table.insert(back, message)
                end
            end
        end
        table.insert(got, {host, wait, back})
    end
end
return got
