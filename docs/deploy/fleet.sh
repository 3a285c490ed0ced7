#!/bin/sh
# The fleet of compose.fleet.yaml without Docker, on one machine, in FOLDER:
#   BAOKAN_CONTACT=you@library.example sh docs/deploy/fleet.sh FOLDER
# baokan[fleet,dask,storage] and redis-server must be on PATH, and minio, unless AWS_ENDPOINT_URL
# names a storage that is there already.  Ctrl-C ends all of it; the same command goes on.
set -eu
mkdir -p "${1:?which folder?}"
cd "$1"
: "${BAOKAN_CONTACT:?how site owners reach you, a mail address or a web page}"
: "${REDIS_PORT:=6379}" "${STORAGE_PORT:=9000}" "${DASK_PORT:=8786}" "${READER_PORT:=8001}"
: "${MERGE_SECONDS:=600}"
export BAOKAN_CONTACT BAOKAN_FRONTIER="redis://127.0.0.1:$REDIS_PORT/0"

started=""
start() {
    "$@" &
    started="$! $started" # the last one first: workers end before their Redis
}
stop() {
    trap - EXIT INT TERM
    for process in $started; do
        kill "$process" 2>/dev/null || true
        wait "$process" || true
    done
}
trap stop EXIT INT TERM

# A Redis that throws keys away when it is full loses pages.
start redis-server --port "$REDIS_PORT" --bind 127.0.0.1 --save "" --appendonly yes \
    --maxmemory 1gb --maxmemory-policy noeviction --logfile redis.log

if [ -z "${AWS_ENDPOINT_URL:-}" ]; then
    export AWS_ENDPOINT_URL="http://127.0.0.1:$STORAGE_PORT"
    export AWS_ACCESS_KEY_ID=baokan AWS_SECRET_ACCESS_KEY="${STORAGE_PASSWORD:?at least eight characters}"
    MINIO_ROOT_USER=$AWS_ACCESS_KEY_ID MINIO_ROOT_PASSWORD=$AWS_SECRET_ACCESS_KEY \
        start minio server storage --address "127.0.0.1:$STORAGE_PORT" --quiet
fi
bucket='import s3fs; s3 = s3fs.S3FileSystem(); s3.exists("press") or s3.mkdir("press")'
python_of_baokan=$(sed -n '1s/^#!//p' "$(command -v baokan)")
until "$python_of_baokan" -c "$bucket" 2>bucket.log; do sleep 1; done

start dask scheduler --host 127.0.0.1 --port "$DASK_PORT" 2>dask-scheduler.log
start dask worker "tcp://127.0.0.1:$DASK_PORT" --nthreads 1 --nworkers 2 2>dask-worker.log

shards=""
for number in 1 2 3; do
    mkdir -p "worker-$number"
    start baokan worker --archive "worker-$number/shard.db" --storage "s3://press/worker-$number"
    shards="$shards s3://press/worker-$number/shard.db"
done
# shellcheck disable=SC2086 # each is a word
start baokan merge $shards --archive archive.db --every "$MERGE_SECONDS" 2>>merger.log

until [ -e archive.db ]; do sleep 1; done
start baokan serve --archive archive.db --port "$READER_PORT"
wait
