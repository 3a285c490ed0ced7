"""Scrapy's settings for every crawl, whether `baokan crawl` or `scrapy crawl` starts it.

docs/settings.md explains them for people.  Politeness (robots.txt, delays, the user agent) is
checked again when a crawl opens: see crawler/polite.py.
"""

import os

from crawler import version as _version

BOT_NAME = "baokan"
SPIDER_MODULES = ["spiders"]
SPIDER_LOADER_CLASS = "crawler.catalogue.Catalogue"
NEWSPIDER_MODULE = "spiders"
COMMANDS_MODULE = "crawler.scrapy_commands"

# Ours.
BAOKAN_ARCHIVE = os.environ.get("BAOKAN_ARCHIVE", "archive.db")
BAOKAN_CONTACT = os.environ.get("BAOKAN_CONTACT", "")  # mail address or web page of the operator
BAOKAN_TITLES = os.environ.get("BAOKAN_TITLES", "")  # a folder with records of one's own
BAOKAN_LOOPBACK = os.environ.get("BAOKAN_LOOPBACK", "False")  # presses on this machine
BAOKAN_MAX_PAGES = 20_000  # requests a run may make; 0: no bound
BAOKAN_MAX_SECONDS = 86_400  # how long a run may take; 0: no bound
BAOKAN_FRONTIER = os.environ.get("BAOKAN_FRONTIER", "")  # the Redis of a fleet; "": none
BAOKAN_SHARED_CRAWL = ""  # the number of a crawl of the fleet; "": begin or find the title's
BAOKAN_FRONTIER_SECONDS = os.environ.get("BAOKAN_FRONTIER_SECONDS", "60")  # Redis may be away
BAOKAN_LEASE_SECONDS = os.environ.get("BAOKAN_LEASE_SECONDS", "30")  # that a host is owned
BAOKAN_STORAGE_SECONDS = os.environ.get("BAOKAN_STORAGE_SECONDS", "600")  # a shard is put there
BAOKAN_MAX_HOSTS = os.environ.get("BAOKAN_MAX_HOSTS", "64")  # that a worker owns at once
BAOKAN_SLOT = 0  # the slot of a schedule that the run is for; 0: none
BAOKAN_PAUSE_AFTER = os.environ.get("BAOKAN_PAUSE_AFTER", "3")  # bad crawls of a title; 0: never
BAOKAN_WEBHOOK = os.environ.get("BAOKAN_WEBHOOK", "")  # where alarms are posted
BAOKAN_SMTP = os.environ.get("BAOKAN_SMTP", "")  # the server that mails them
BAOKAN_MAIL_TO = os.environ.get("BAOKAN_MAIL_TO", "")
BAOKAN_RETRY_WAITS = os.environ.get("BAOKAN_RETRY_WAITS", "5,30")  # seconds before each retry
BAOKAN_VANISH_SECONDS = os.environ.get("BAOKAN_VANISH_SECONDS", "72000")  # between two sightings
BAOKAN_PAGE_FILES = os.environ.get("BAOKAN_PAGE_FILES", "True")  # PDF and picture of each page
BAOKAN_PAGE_FILE_MAX = 50 * 1024 * 1024  # bytes; 0: no bound

# The queue and the order of the components.
SCHEDULER = "crawler.frontier.Frontier"
EXTENSIONS = {
    "crawler.session.Session": 0,  # first: the others ask it
    "crawler.throttle.Throttle": 10,
    "crawler.heartbeat.Heartbeat": 20,
    "crawler.run_log.RunLog": 30,
}
TWISTED_DNS_RESOLVER = "crawler.guard.GuardedResolver"
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # fails open: ours instead
    "crawler.robots.RobotsMiddleware": 100,
    "crawler.captures.CaptureMiddleware": 950,  # next to the network: bytes as they came
}
ITEM_PIPELINES = {
    "crawler.pipelines.ingest.Ingest": 900,
}

# Politeness.
USER_AGENT = f"baokan/{_version.VERSION} (+https://pypi.org/project/baokan/)"
ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = 1.5  # seconds between two requests to one host
DOWNLOAD_DELAY_JITTER = 0  # a jitter would go below the delay
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 2
# One's own machine needs no protection from oneself.
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1")
DOWNLOAD_SLOTS = {host: {"delay": 0.0, "concurrency": 4} for host in LOOPBACK_HOSTS}
COOKIES_ENABLED = False
DOWNLOAD_VERIFY_CERTIFICATES = True
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
    # What is kept has to be readable for decades: codings that every library knows.
    "Accept-Encoding": "gzip, deflate",
}

# Redirects and retries are rows of the frontier, so that a kill cannot lose them.
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False
RETRY_ENABLED = False

# Bounds on what a server may do to us.
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 20 * 1024 * 1024
DOWNLOAD_WARNSIZE = 5 * 1024 * 1024
DEPTH_LIMIT = 0  # depth is a matter of the platform
URLLENGTH_LIMIT = 2083
MEMUSAGE_LIMIT_MB = 1024

# No port is opened, nothing is fetched that was not asked for.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
HTTPCACHE_ENABLED = False

LOG_LEVEL = "INFO"
FEED_EXPORT_ENCODING = "utf-8"
