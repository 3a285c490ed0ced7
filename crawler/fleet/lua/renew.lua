#!lua flags=allow-oom
-- Keep hosts, and say what the worker does.
-- ARGV: crawl, token, lease (ms), most hosts, what it does (JSON), then host and delay (ms) of each.
-- Returns the share of hosts that it may keep, those that are another's by now, and those of which
-- nothing is open.
local p, id, token, lease = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
redis.call('ZADD', p .. 'members:' .. id, now + lease, token)
redis.call('ZREMRANGEBYSCORE', p .. 'members:' .. id, '-inf', now)
-- What a worker that died has told is kept for a day, so that it is missed.
local day = 86400000
redis.call('SET', p .. 'worker:' .. token, ARGV[5], 'PX', day)
redis.call('ZADD', p .. 'workers', now, token)
redis.call('ZREMRANGEBYSCORE', p .. 'workers', '-inf', now - day)
local lost, idle = {}, {}
for i = 6, #ARGV, 2 do
    local key = p .. 'owner:' .. ARGV[i]
    local owner = redis.call('GET', key)
    if not owner or owner == token then
        redis.call('SET', key, token, 'PX', lease)
        redis.call('HSET', p .. 'host:' .. ARGV[i], 'token', token, 'delay', ARGV[i + 1])
        if redis.call('HEXISTS', p .. 'hosts:' .. id, ARGV[i]) == 0 then
            table.insert(idle, ARGV[i])
        end
    else
        table.insert(lost, ARGV[i])
    end
end
local hosts = redis.call('HLEN', p .. 'hosts:' .. id)
local share = math.ceil(hosts / redis.call('ZCARD', p .. 'members:' .. id))
return {math.min(share, tonumber(ARGV[4])), lost, idle}
