"""Times the most used Python library on the votes of bench/peer.sh, and prints how many times as long it takes as Cupel."""
import sys
import time

try:
    import pandas as pd
    from crowdkit.aggregation import GLAD, MACE, OneCoinDawidSkene
except ImportError as missing:
    sys.exit(f"skipped: {missing}")

votes = pd.read_csv(sys.argv[1])
own = {}
for line in open(sys.argv[2]):
    method, rounds, wall, cpu = line.split()
    own[method] = (int(rounds), float(wall), float(cpu))
print(f"{len(votes):,} votes")
print(f"{'method':10}{'rounds':>7}{'library: wall':>15}{'CPU':>9}{'Cupel: wall':>14}{'CPU':>9}{'ratio: wall':>13}{'CPU':>8}")
for method, make in (
    ("one-coin", lambda n: OneCoinDawidSkene(n_iter=n, tol=-1e9)),
    ("glad", lambda n: GLAD(n_iter=n, tol=-1e9)),
    ("mace", lambda n: MACE(n_restarts=1, n_iter=n)),
):
    if method not in own:
        continue
    rounds, wall, cpu = own[method]
    model = make(rounds)
    wall_begun, cpu_begun = time.perf_counter(), time.process_time()
    model.fit(votes)
    peer_wall, peer_cpu = time.perf_counter() - wall_begun, time.process_time() - cpu_begun
    print(f"{method:10}{rounds:7}{peer_wall:13.2f} s{peer_cpu:7.2f} s{wall:12.3f} s{cpu:7.3f} s"
          f"{peer_wall / wall:13.0f}{peer_cpu / cpu:8.0f}", flush=True)
