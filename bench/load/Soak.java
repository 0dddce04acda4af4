import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Does anything grow while people work for a long time? Labelers think between answers, one in five also pauses for half
 * a minute now and then. Once a minute an export is made and the figures are taken: resident memory of the server, its heap
 * after a full collection, memory that PostgreSQL's processes have of their own, p95 of next and save.
 *
 * <p>Compares the first third after the warm-up with the last: exits 0 if heap and resident memory are flat within 5 %
 * and p95 is no worse (a tenth and a millisecond are noise), 1 otherwise.
 */
final class Soak {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    /** One minute's figures; memory in MiB, times in ms. */
    private record Minute(int answers, long resident, double heap, double database, double next, double save) {}

    private Soak() {}

    public static void main(String[] arguments) throws Exception {
        Options options = new Options(arguments);
        int minutes = options.number("minutes", 30);
        int clients = options.number("clients", 50);
        Path data = Files.createTempDirectory(Path.of(options.text("dir", System.getProperty("java.io.tmpdir"))), "cupel-soak");
        Product product = new Product(Path.of(options.text("root", ".")), data, List.of());
        int status = 1;
        try {
            product.start();
            if (!product.awaitUp(180)) {
                throw new IOException("the server did not come up:\n" + product.said());
            }
            status = verdict(run(product, minutes, clients, options.number("items", 60_000), options.number("think", 250)));
        } finally {
            product.close();
            Starts.deleteTree(data);
        }
        System.exit(status);
    }

    private static List<Minute> run(Product product, int minutes, int clients, int items, int thinkMs) throws Exception {
        Api api = Api.setUp(product.base, product.setUpToken(30));
        api.createProject("soak", 20);
        api.importItems("soak", Api.items(items));
        AtomicBoolean go = new AtomicBoolean(true);
        AtomicInteger answers = new AtomicInteger();
        AtomicInteger errors = new AtomicInteger();
        List<Labeler> labelers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        int number = 0;
        for (Api.Annotator annotator : api.annotators("soak", clients, "Steady ")) {
            Labeler labeler = new Labeler(product.base, "soak", annotator, 30_000);
            boolean pausing = number++ % 5 == 0;
            labelers.add(labeler);
            threads.add(Thread.ofPlatform().stackSize(256 * 1024).start(() -> {
                while (go.get()) {
                    try {
                        synchronized (labeler) {
                            Labeler.Work work = labeler.next();
                            if (work == null) {
                                return;
                            }
                            labeler.save(work);
                            labeler.acknowledged.clear();
                        }
                        answers.incrementAndGet();
                    } catch (IOException problem) {
                        if (errors.incrementAndGet() <= 5) {
                            System.out.println("  ! " + problem.getMessage());
                        }
                    }
                    boolean pause = pausing && ThreadLocalRandom.current().nextInt(100) == 0;
                    sleep(pause ? 30_000 : thinkMs / 2 + ThreadLocalRandom.current().nextInt(thinkMs));
                }
            }));
        }
        List<Minute> taken = new ArrayList<>();
        System.out.println("minute  answers  server MiB  heap MiB  database MiB  next p95 ms  save p95 ms");
        for (int minute = 0; minute < minutes; minute++) {
            int before = answers.get();
            long until = System.nanoTime() + 60_000_000_000L;
            Map<String, Object> job = api.send("POST", "/projects/soak/exports", "{\"format\":\"csv\"}");
            api.await(job, 500);
            sleep(Math.max(0, (until - System.nanoTime()) / 1_000_000));
            List<Latencies> next = new ArrayList<>();
            List<Latencies> save = new ArrayList<>();
            for (Labeler labeler : labelers) {
                synchronized (labeler) {
                    next.add(Latencies.merged(List.of(labeler.next)));
                    save.add(Latencies.merged(List.of(labeler.save)));
                    labeler.next.clear();
                    labeler.save.clear();
                }
            }
            Minute figures = new Minute(answers.get() - before, product.residentMiB()[0], heapMiB(product), databaseMiB(product),
                    Latencies.merged(next).ms(.95), Latencies.merged(save).ms(.95));
            taken.add(figures);
            System.out.printf("%6d %8d %11d %9.1f %13.1f %12.1f %12.1f%n", minute + 1, figures.answers, figures.resident,
                    figures.heap, figures.database, figures.next, figures.save);
        }
        go.set(false);
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.printf("%,d answers, %d errors%n", answers.get(), errors.get());
        if (errors.get() > 0) {
            throw new IOException("there were errors");
        }
        return taken;
    }

    private static int verdict(List<Minute> minutes) {
        // Compiling, caches and the database's own buffers settle in the first tenth.
        List<Minute> settled = minutes.subList(Math.max(1, minutes.size() / 10), minutes.size());
        int third = Math.max(1, settled.size() / 3);
        List<Minute> first = settled.subList(0, third);
        List<Minute> last = settled.subList(settled.size() - third, settled.size());
        boolean good = compare("server resident, MiB", mean(first, Minute::resident), mean(last, Minute::resident), 1.05, 0)
                & compare("heap after collection, MiB", mean(first, Minute::heap), mean(last, Minute::heap), 1.05, 1)
                & compare("database's own memory, MiB", mean(first, Minute::database), mean(last, Minute::database), 1.05, 4)
                & compare("next p95, ms", mean(first, Minute::next), mean(last, Minute::next), 1.1, 1)
                & compare("save p95, ms", mean(first, Minute::save), mean(last, Minute::save), 1.1, 1);
        System.out.println(good ? "VERDICT: flat" : "VERDICT: FAILED");
        return good ? 0 : 1;
    }

    private static boolean compare(String what, double first, double last, double most, double noise) {
        boolean good = last <= first * most + noise;
        System.out.printf("%-28s first third %.1f, last third %.1f (%+.1f %%)%s%n", what, first, last,
                (last / first - 1) * 100, good ? "" : "  TOO MUCH");
        return good;
    }

    private static double mean(List<Minute> minutes, java.util.function.ToDoubleFunction<Minute> figure) {
        return minutes.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }

    /** Used after a full collection; jcmd stands beside the java that runs the server. */
    private static double heapMiB(Product product) throws IOException, InterruptedException {
        String pid = Long.toString(product.java().pid());
        jcmd(product, pid, "GC.run");
        Matcher used = USED.matcher(jcmd(product, pid, "GC.heap_info"));
        return used.find() ? Long.parseLong(used.group(1)) / 1024.0 : Double.NaN;
    }

    private static String jcmd(Product product, String pid, String command) throws IOException, InterruptedException {
        Path java = Path.of(product.java().info().command().orElse("java"));
        Process process = new ProcessBuilder(java.resolveSibling("jcmd").toString(), pid, command)
                .redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    /** Memory that no other process shares, of all of PostgreSQL's processes. */
    private static double databaseMiB(Product product) throws IOException {
        ProcessHandle postmaster = product.postmaster().orElse(null);
        if (postmaster == null) {
            return Double.NaN;
        }
        return Stream.concat(Stream.of(postmaster), postmaster.descendants()).mapToDouble(handle -> {
            try {
                for (String line : Files.readAllLines(Path.of("/proc/" + handle.pid() + "/smaps_rollup"))) {
                    if (line.startsWith("Private_Dirty:")) {
                        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
                    }
                }
            } catch (IOException ended) {
                return 0;
            }
            return 0;
        }).sum();
    }

    private static void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
