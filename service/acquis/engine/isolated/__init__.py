"""Queries in processes of their own: forked from one that holds the data, bounded, and killed.

`nursery` holds the data and forks; `worker` answers one query after another in such a fork;
`pool` keeps workers ready for the service; `wire` is what they say to each other.
"""
