import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A project of many texts, saved into a file beside people who label, and brought back into a new folder.
 *
 * <pre>bench/load/run Backup [--items 1000000] [--clients 8] [--seconds 15]</pre>
 */
final class Backup {
    private Backup() {}

    public static void main(String[] arguments) throws Exception {
        Options options = new Options(arguments);
        int items = options.number("items", 1_000_000);
        int clients = options.number("clients", 8);
        int seconds = options.number("seconds", 15);
        Path folder = Files.createTempDirectory(Path.of(options.text("dir", System.getProperty("java.io.tmpdir"))), "cupel-backup");
        Path data = folder.resolve("data");
        Path file = folder.resolve("backup.zip");
        Product product = new Product(Path.of(options.text("root", ".")), data, List.of());
        try {
            product.start();
            if (!product.awaitUp(180)) {
                throw new IOException("the server did not come up:\n" + product.said());
            }
            Api api = Api.setUp(product.base, product.setUpToken(30));
            api.createProject("io", 1);
            for (int from = 0; from < items; from += 250_000) {
                api.importItems("io", Api.items(Math.min(items, from + 250_000))); // what is there already stays
            }
            List<Labeler> labelers = new ArrayList<>();
            for (Api.Annotator annotator : api.annotators("io", clients, "Writer ")) {
                labelers.add(new Labeler(api.base, "io", annotator, 60_000));
            }
            label(labelers, seconds, "to warm up");
            label(labelers, seconds, "before");
            AtomicBoolean over = new AtomicBoolean();
            Thread work = Thread.ofPlatform().start(() -> label(labelers, over, "beside the backup"));
            run(product.cupel, "backup", file.toString(), "--data", data.toString());
            over.set(true);
            work.join();
            label(labelers, seconds, "afterwards");
            labelers.forEach(Labeler::close);
            run(product.cupel, "backup", file.toString(), "--data", data.toString(), "--overwrite");
            product.close();
            System.out.printf("data folder %,d MB, file %,d MB%n", size(data.resolve("database")) >> 20, Files.size(file) >> 20);
            run(product.cupel, "restore", file.toString(), "--check");
            run(product.cupel, "restore", file.toString(), "--data", folder.resolve("restored").toString());
            System.out.printf("restored folder %,d MB%n", size(folder.resolve("restored/database")) >> 20);
        } finally {
            product.close();
            Starts.deleteTree(folder);
        }
    }

    private static void label(List<Labeler> labelers, int seconds, String when) throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        Thread work = Thread.ofPlatform().start(() -> label(labelers, over, when));
        Thread.sleep(Duration.ofSeconds(seconds));
        over.set(true);
        work.join();
    }

    private static void label(List<Labeler> labelers, AtomicBoolean over, String when) {
        long from = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (Labeler labeler : labelers) {
            labeler.next.clear();
            labeler.save.clear();
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    for (Labeler.Work work = labeler.next(); work != null && !over.get(); work = labeler.next()) {
                        labeler.save(work);
                    }
                } catch (IOException problem) {
                    System.out.println("  ! " + problem.getMessage());
                }
            }));
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Latencies saves = Latencies.merged(labelers.stream().map(l -> l.save).toList());
        Latencies nexts = Latencies.merged(labelers.stream().map(l -> l.next).toList());
        System.out.printf("labeling %s: %,.0f cycles/s; next %s; save %s%n", when, saves.count() / ((System.nanoTime() - from) / 1e9),
                nexts.summary(), saves.summary());
    }

    private static void run(Path cupel, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(cupel.toString()));
        command.addAll(List.of(arguments));
        long from = System.nanoTime();
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        System.out.printf("  %s: status %d, %.1f s with the start of the program%n", arguments[0], status, (System.nanoTime() - from) / 1e9);
    }

    private static long size(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
