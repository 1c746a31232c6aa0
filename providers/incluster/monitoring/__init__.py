"""Monitoring inside a cluster: scraping, one vocabulary of series, alerts, dashboards, routes and the budget alarm.

`build.py` is the door. Everything but `build.py` and the modules that it composes (`scrape.py`, `objects.py`,
`receivers.py`) is pure: plain values in, PromQL or JSON out.
"""
