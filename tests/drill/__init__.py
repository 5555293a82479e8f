"""The drill: a whole cluster in network namespaces, and everything that can happen to it.

`bin/drill` builds what `docs/running/cluster.md` describes, from the configuration files that stand beside
that page: three app hosts, a primary with its synchronous standby under Patroni, etcd, HAProxy in front.
Customers write, colleagues hand over, customers consent, and meanwhile hosts are killed, cut off, filled up
and given a wrong clock. Whatever was answered with a yes must be there afterwards, once.

hosts.py     machines: a network namespace each, on a switch that leads nowhere else
cluster.py   what runs on which, from the documented files
traffic.py   customers and colleagues, and what they were told
proof.py     what was told, compared with what is there
faults.py    what happens to the machines
throughput.py  how much 1, 2 and 3 app hosts do
"""
