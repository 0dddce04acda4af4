package dev.cupel.engine.consensus;

import dev.cupel.engine.votes.Votes;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Dawid-Skene at scale on the votes that the C reference loop makes (same generator, same seed). Run by {@code
 * bench/ds_speed.sh}; prints one line per setting: nanoseconds per vote and round, and bytes of heap per vote beyond the
 * input arrays.
 */
public final class DawidSkeneSpeed {
    private DawidSkeneSpeed() {}

    /** {@code TASKS VOTES_PER_TASK CLASSES WORKERS ROUNDS}, as the C program takes them. */
    public static void main(String[] args) {
        int tasks = args.length > 0 ? Integer.parseInt(args[0]) : 2_000_000;
        int perTask = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        int classes = args.length > 2 ? Integer.parseInt(args[2]) : 4;
        int workers = args.length > 3 ? Integer.parseInt(args[3]) : 5000;
        int rounds = args.length > 4 ? Integer.parseInt(args[4]) : 10;
        int size = tasks * perTask;
        int[] task = new int[size];
        int[] worker = new int[size];
        int[] label = new int[size];
        long s = 88172645463325252L;
        for (int t = 0; t < tasks; t++) {
            int truth = t % classes;
            for (int i = 0; i < perTask; i++) {
                s ^= s << 13;
                s ^= s >>> 7;
                s ^= s << 17;
                int r = t * perTask + i;
                task[r] = t;
                worker[r] = (int) Long.remainderUnsigned(s, workers);
                label[r] = Long.remainderUnsigned(s >>> 32, 10) < 7
                        ? truth
                        : (int) Long.remainderUnsigned(s >>> 40, classes);
            }
        }
        for (int repetition = 0; repetition < 2; repetition++) {
            long before = usedHeap();
            long t0 = System.nanoTime();
            Votes votes = Votes.of(tasks, workers, classes, task, worker, label);
            long t1 = System.nanoTime();
            line("sort into canonical order", t1 - t0, size, 1);
            for (int threads = 1; threads <= 2; threads++) {
                perRound(votes, threads, rounds);
            }
            for (int threads = 1; threads <= 2; threads++) {
                DawidSkene.Options options = DawidSkene.Options.DEFAULTS
                        .withMaxRounds(rounds)
                        .withTolerance(1e-300)
                        .withThreads(threads);
                long t2 = System.nanoTime();
                Consensus consensus = DawidSkene.estimate(votes, options);
                long t3 = System.nanoTime();
                line("estimate, " + threads + " thread(s), " + rounds + " rounds", t3 - t2, size, rounds);
                System.out.printf(
                        Locale.ROOT,
                        "  sort + estimate %.3f s; log likelihood %.6f nats%n",
                        (t3 - t2 + t1 - t0) * 1e-9,
                        consensus.evidence().logLikelihoodNats().orElseThrow());
                if (threads == 2) {
                    System.out.printf(
                            Locale.ROOT,
                            "  heap beyond the input arrays, votes and result held: %.1f bytes per vote%n",
                            (usedHeap() - before) / (double) size);
                    if (consensus.label(0) < 0 || votes.size() != size) {
                        throw new IllegalStateException("unreachable; keeps both alive");
                    }
                }
            }
        }
    }

    private static void perRound(Votes votes, int threads, int rounds) {
        ConfusionEm em = new ConfusionEm(
                votes.workerCount(), votes.classCount(), votes.size(), votes.taskCount(), Shrinkage.NONE);
        int[] gold = Gold.none().toArray(votes);
        ConfusionEm.Parameters parameters = em.finish(em.countShares(votes, gold, threads));
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long t0 = System.nanoTime();
        for (int r = 0; r < rounds; r++) {
            parameters = em.finish(em.count(votes, gold, parameters, threads));
        }
        if (threads == 1) {
            long used = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
            line("  of which this thread had a processor", used, votes.size(), rounds);
        }
        line("E and M step, " + threads + " thread(s)", System.nanoTime() - t0, votes.size(), rounds);
    }

    private static void line(String what, long nanos, int size, int rounds) {
        System.out.printf(
                Locale.ROOT,
                "%-40s %8.3f s %8.2f ns per vote and round%n",
                what,
                nanos * 1e-9,
                nanos / ((double) size * rounds));
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
