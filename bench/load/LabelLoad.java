import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Labelers who label: cycles of next + save against a real server, from the same machine.
 *
 * <pre>
 * bench/load/run LabelLoad --start --clients 8,50 --seconds 15          clients without pause
 * bench/load/run LabelLoad --start --labelers 200 --pause-ms 1000       people who pause
 * bench/load/run LabelLoad --url http://127.0.0.1:8080 --token cupel_... an own server
 * </pre>
 *
 * Prints cycles per second and exact percentiles per step, then reads every annotator's answers back and compares them
 * with what was acknowledged. Exits 1 if anything was lost, doubled or handed out too often, or if any call failed.
 */
final class LabelLoad {
    private LabelLoad() {}

    public static void main(String[] arguments) throws Exception {
        Options options = new Options(arguments);
        boolean fine = true;
        Path data = null;
        Product product = null;
        try {
            Api api;
            if (options.has("url")) {
                api = new Api(URI.create(options.text("url", "")), options.text("token", ""));
            } else {
                data = Files.createTempDirectory(Path.of(options.text("dir", System.getProperty("java.io.tmpdir"))), "cupel-load");
                product = new Product(Path.of(options.text("root", ".")), data, List.of());
                product.start();
                if (!product.awaitUp(180)) {
                    throw new IOException("the server did not come up:\n" + product.said());
                }
                api = Api.setUp(product.base, product.setUpToken(30));
            }
            int overlap = options.number("overlap", 3);
            String project = "load-" + Long.toString(System.currentTimeMillis() % 100_000_000, 36);
            api.createProject(project, overlap);
            api.importItems(project, Api.items(options.number("items", 100_000)));

            List<String> rounds = options.has("labelers")
                    ? List.of(options.text("labelers", "200"))
                    : List.of(options.text("clients", "8").split(","));
            int pauseMs = options.has("labelers") ? options.number("pause-ms", 1000) : 0;
            int most = rounds.stream().mapToInt(Integer::parseInt).max().orElse(1);
            List<Api.Annotator> annotators = api.annotators(project, most, "Load ");
            Map<Api.Annotator, List<Ledger.Acknowledged>> acknowledged = new HashMap<>();
            annotators.forEach(annotator -> acknowledged.put(annotator, new ArrayList<>()));
            warmUp(api, project, annotators, options.number("warm-up", 6), acknowledged);
            for (String clients : rounds) {
                fine &= round(api, product, project, annotators.subList(0, Integer.parseInt(clients)),
                        options.number("seconds", 15), pauseMs, acknowledged);
            }
            fine &= Ledger.verify(api.base, project, acknowledged, Set.of(), overlap).isEmpty();
            if (product != null) {
                long[] resident = product.residentMiB();
                System.out.printf("server JVM resident: %d MiB now, %d MiB at most%n", resident[0], resident[1]);
            }
        } finally {
            if (product != null) {
                product.close();
                if (!fine) {
                    System.out.println(product.said());
                }
                Starts.deleteTree(data);
            }
        }
        System.exit(fine ? 0 : 1);
    }

    /** The server's code is compiled while it runs; the first seconds say nothing about the rest. */
    private static void warmUp(
            Api api,
            String project,
            List<Api.Annotator> annotators,
            int seconds,
            Map<Api.Annotator, List<Ledger.Acknowledged>> acknowledged)
            throws InterruptedException {
        run(api, project, annotators.subList(0, Math.min(8, annotators.size())), seconds, 0, acknowledged);
    }

    private static boolean round(
            Api api,
            Product product,
            String project,
            List<Api.Annotator> annotators,
            int seconds,
            int pauseMs,
            Map<Api.Annotator, List<Ledger.Acknowledged>> acknowledged)
            throws IOException, InterruptedException {
        long[] serverBefore = product == null ? new long[2] : product.processorNanos();
        long cpuBefore = cpuNanos();
        long from = System.nanoTime();
        List<Labeler> labelers = run(api, project, annotators, seconds, pauseMs, acknowledged);
        double wall = (System.nanoTime() - from) / 1e9;
        Latencies next = Latencies.merged(labelers.stream().map(labeler -> labeler.next).toList());
        Latencies save = Latencies.merged(labelers.stream().map(labeler -> labeler.save).toList());
        List<String> errors = labelers.stream().flatMap(labeler -> labeler.errors.stream()).toList();
        System.out.printf("clients %d  pause %d ms  cycles/s %.0f  (%,d in %.1f s)  errors %d%n", annotators.size(),
                pauseMs, save.count() / wall, save.count(), wall, errors.size());
        System.out.println("  next  " + next.summary());
        System.out.println("  save  " + save.summary());
        double cycles = Math.max(1, save.count()) * 1e3;
        long[] server = product == null ? new long[2] : product.processorNanos();
        System.out.printf("  processor time per cycle: load %.0f us, server %.0f us, PostgreSQL %.0f us%n",
                (cpuNanos() - cpuBefore) / cycles, (server[0] - serverBefore[0]) / cycles,
                (server[1] - serverBefore[1]) / cycles);
        errors.stream().distinct().limit(5).forEach(error -> System.out.println("  ! " + error));
        return errors.isEmpty();
    }

    private static List<Labeler> run(
            Api api,
            String project,
            List<Api.Annotator> annotators,
            int seconds,
            int pauseMs,
            Map<Api.Annotator, List<Ledger.Acknowledged>> acknowledged)
            throws InterruptedException {
        AtomicBoolean go = new AtomicBoolean(true);
        List<Labeler> labelers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (Api.Annotator annotator : annotators) {
            Labeler labeler = new Labeler(api.base, project, annotator, 60_000);
            labelers.add(labeler);
            threads.add(Thread.ofPlatform().stackSize(256 * 1024).start(() -> label(labeler, go, pauseMs)));
        }
        Thread.sleep(seconds * 1000L);
        go.set(false);
        for (Thread thread : threads) {
            thread.join();
        }
        labelers.forEach(labeler -> acknowledged.get(labeler.annotator).addAll(labeler.acknowledged));
        return labelers;
    }

    private static void label(Labeler labeler, AtomicBoolean go, int pauseMs) {
        try {
            if (pauseMs > 0) { // people do not start on the same tick
                Thread.sleep(ThreadLocalRandom.current().nextInt(pauseMs));
            }
            while (go.get()) {
                Labeler.Work work = labeler.next();
                if (work == null) {
                    labeler.errors.add("no item left: import more (--items)");
                    return;
                }
                labeler.save(work);
                if (pauseMs > 0) {
                    Thread.sleep(pauseMs / 2 + ThreadLocalRandom.current().nextInt(pauseMs));
                }
            }
        } catch (IOException | InterruptedException | RuntimeException failed) {
            labeler.errors.add(labeler.annotator.name() + ": " + failed);
        } finally {
            labeler.close();
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean os
                ? os.getProcessCpuTime()
                : 0;
    }
}
