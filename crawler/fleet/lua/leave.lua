#!lua flags=allow-oom
-- The worker does not work on the crawl any more.  ARGV: crawl, token.
redis.call('ZREM', KEYS[1] .. 'members:' .. ARGV[1], ARGV[2])
redis.call('ZREM', KEYS[1] .. 'workers', ARGV[2])
redis.call('DEL', KEYS[1] .. 'worker:' .. ARGV[2])
return 0
