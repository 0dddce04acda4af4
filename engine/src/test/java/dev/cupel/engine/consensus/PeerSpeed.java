package dev.cupel.engine.consensus;

import com.sun.management.OperatingSystemMXBean;
import dev.cupel.engine.votes.Votes;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * One-coin, GLAD and MACE on a simulated crowd that is also written as a label file, so that {@code bench/peer.sh} can give
 * the most used Python library the same votes and as many rounds. One thread; the first run counts, compilation included.
 * Prints method, rounds, wall and CPU seconds of the whole process.
 */
public final class PeerSpeed {
    private PeerSpeed() {}

    /** {@code FILE TASKS ROUNDS METHOD...}. */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        int tasks = Integer.parseInt(args[1]);
        int rounds = Integer.parseInt(args[2]);
        Votes votes = SimulatedCrowd.seeded(42, tasks, 5, tasks / 20, 4).votes;
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("task,worker,label\n");
            for (int t = 0; t < votes.taskCount(); t++) {
                for (int i = votes.begin(t); i < votes.end(t); i++) {
                    out.write("t" + t + ",w" + votes.worker(i) + "," + votes.label(i) + "\n");
                }
            }
        }
        ConsensusOptions common = ConsensusOptions.DEFAULTS
                .withMaxRounds(rounds)
                .withTolerance(1e-300)
                .withThreads(1);
        for (String method : Arrays.asList(args).subList(3, args.length)) {
            time(
                    method,
                    rounds,
                    switch (method) {
                        case "one-coin" -> () -> OneCoin.estimate(votes, OneCoin.Options.of(common));
                        case "glad" -> () -> Glad.estimate(votes, Glad.Options.of(common));
                        case "mace" -> () -> Mace.estimate(votes, Mace.Options.of(common));
                        default -> throw new IllegalArgumentException(method);
                    });
        }
    }

    private static void time(String method, int rounds, Supplier<Consensus> work) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long cpu = system.getProcessCpuTime();
        long wall = System.nanoTime();
        Consensus consensus = work.get();
        double wallSeconds = (System.nanoTime() - wall) * 1e-9;
        double cpuSeconds = (system.getProcessCpuTime() - cpu) * 1e-9;
        if (consensus.evidence().rounds() != rounds) {
            throw new IllegalStateException(
                    method + " made " + consensus.evidence().rounds() + " rounds");
        }
        System.out.printf(Locale.ROOT, "%s %d %.4f %.4f%n", method, rounds, wallSeconds, cpuSeconds);
    }
}
