import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A hundred thousand texts in, annotated, listed, and out again.
 *
 * <pre>bench/load/run ImportExport [--items 100000] [--clients 16]</pre>
 *
 * Import and export are timed from the request to the finished job. The items are annotated through next + save, so that
 * the export has real answers; that takes the longest part of the run.
 */
final class ImportExport {
    private ImportExport() {}

    public static void main(String[] arguments) throws Exception {
        Options options = new Options(arguments);
        int items = options.number("items", 100_000);
        Path data = Files.createTempDirectory(Path.of(options.text("dir", System.getProperty("java.io.tmpdir"))), "cupel-io");
        Product product = new Product(Path.of(options.text("root", ".")), data, List.of());
        try {
            product.start();
            if (!product.awaitUp(180)) {
                throw new IOException("the server did not come up:\n" + product.said());
            }
            Api api = Api.setUp(product.base, product.setUpToken(30));
            api.createProject("io-warm", 1);
            api.importItems("io-warm", Api.items(2_000));
            long idle = product.residentMiB()[0];

            api.createProject("io", 1);
            byte[] lines = Api.items(items);
            timeImport(api, product, "io", lines, items, "import", idle);
            timeImport(api, product, "io", lines, items, "the same file again", idle);
            if (options.has("big")) {
                api.createProject("io-big", 1);
                timeImport(api, product, "io-big", Api.items(items * 4), items * 4, "four times as many", idle);
            }
            if (options.has("import-only")) {
                return;
            }
            lists(api, items, "before labeling");
            annotate(api, product, items, options.number("clients", 16));
            lists(api, items, "annotated");
            for (String format : List.of("jsonl", "csv", "votes")) {
                export(api, product, format);
            }
        } finally {
            product.close();
            Starts.deleteTree(data);
        }
    }

    private static void timeImport(Api api, Product product, String project, byte[] lines, int items, String what, long idleMiB)
            throws IOException, InterruptedException {
        long[] cpu = product.processorNanos();
        long from = System.nanoTime();
        Map<String, Object> job = api.importItems(project, lines);
        double seconds = (System.nanoTime() - from) / 1e9;
        Instant created = Instant.parse(Json.string(job, "createdAt"));
        Instant finished = Instant.parse(Json.string(job, "finishedAt"));
        double working = Duration.between(created, finished).toMillis() / 1e3;
        long[] cpuAfter = product.processorNanos();
        long[] resident = product.residentMiB();
        System.out.printf("%s of %,d texts (%.1f MB): %.2f s, %,.0f texts/s (job %.2f s; CPU server %.2f, database %.2f s); JVM resident %d MiB before, %d now, %d at most;"
                        + " %s, problems %s%n", what, items, lines.length / 1e6, seconds, items / seconds, working, (cpuAfter[0] - cpu[0]) / 1e9, (cpuAfter[1] - cpu[1]) / 1e9, idleMiB, resident[0],
                resident[1], job.get("summary"), job.get("problemCount"));
    }

    private static void annotate(Api api, Product product, int items, int clients) throws IOException, InterruptedException {
        AtomicInteger done = new AtomicInteger();
        AtomicBoolean failed = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        long from = System.nanoTime();
        for (Api.Annotator annotator : api.annotators("io", clients, "Writer ")) {
            threads.add(Thread.ofPlatform().start(() -> {
                Labeler labeler = new Labeler(api.base, "io", annotator, 60_000);
                try {
                    for (Labeler.Work work = labeler.next(); work != null; work = labeler.next()) {
                        labeler.save(work);
                        done.incrementAndGet();
                    }
                } catch (IOException problem) {
                    failed.set(true);
                    System.out.println("  ! " + problem.getMessage());
                }
                labeler.close();
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - from) / 1e9;
        System.out.printf("annotated %,d of %,d items with %d clients in %.0f s (%.0f cycles/s); JVM resident %d MiB%s%n",
                done.get(), items, clients, seconds, done.get() / seconds, product.residentMiB()[0],
                failed.get() ? "; THERE WERE ERRORS" : "");
    }

    /** The list as people use it: first pages and deeper ones, filtered and sorted, 200 requests of each kind. */
    private static void lists(Api api, int items, String when) throws IOException {
        Map<String, String> kinds = new java.util.LinkedHashMap<>();
        kinds.put("first page", "sort=position");
        kinds.put("newest first", "sort=-position");
        kinds.put("metadata filter", "meta=channel:chat&sort=position");
        kinds.put("two metadata filters", "meta=channel:email&meta=batch:7&sort=-position");
        kinds.put("words", "q=product%20number%2042");
        kinds.put("rare word", "q=77777");
        kinds.put("status", "status=complete&sort=position");
        kinds.put("status, newest first", "status=unlabeled&sort=-position");
        kinds.put("by disagreement", "sort=-disagreement");
        kinds.put("metadata, by disagreement", "meta=channel:review&sort=-disagreement");
        kinds.put("label and metadata", "label=sentiment:negative&meta=channel:ticket&sort=-position");
        Http http = new Http(api.base);
        List<Latencies> all = new ArrayList<>();
        Map<String, String> cursors = new HashMap<>();
        System.out.printf("item list at %,d items, %s (50 rows a page, 200 requests each, every second one a later page):%n",
                items, when);
        for (Map.Entry<String, String> kind : kinds.entrySet()) {
            Latencies latencies = new Latencies();
            int rows = 0;
            for (int i = 0; i < 205; i++) {
                String after = i % 2 == 1 && cursors.containsKey(kind.getKey()) ? "&after=" + cursors.get(kind.getKey()) : "";
                String path = Api.ROOT + "/projects/io/items?limit=50&" + kind.getValue() + after;
                long from = System.nanoTime();
                Http.Reply reply = http.get(path, api.ownerToken);
                long took = System.nanoTime() - from;
                if (i >= 5) {
                    latencies.add(took);
                }
                Map<String, Object> page = Api.sure("GET " + path, reply);
                rows = Math.max(rows, Json.children(page, "items").size());
                if (page.get("next") != null && i % 40 < 39) {
                    cursors.put(kind.getKey(), page.get("next").toString());
                } else {
                    cursors.remove(kind.getKey());
                }
            }
            all.add(latencies);
            System.out.printf("  %-28s %2d rows  %s%n", kind.getKey(), rows, Latencies.merged(List.of(latencies)).summary());
        }
        System.out.printf("  %-28s          %s (bar: p95 < 50)%n", "all", Latencies.merged(all).summary());
    }

    private static void export(Api api, Product product, String format) throws IOException, InterruptedException {
        Http http = new Http(api.base);
        long before = product.residentMiB()[0];
        String question = format.equals("votes") ? ",\"question\":\"sentiment\"" : "";
        long from = System.nanoTime();
        Map<String, Object> job = api.send("POST", "/projects/io/exports", "{\"format\":\"" + format + "\"" + question + "}");
        String path = Api.ROOT + "/jobs/" + Json.string(job, "id") + "/result";
        int[] status = new int[1];
        byte[] buffer = new byte[64 * 1024];
        double first = Double.NaN;
        long bytes = 0;
        long lines = 0;
        try (InputStream in = http.stream(path, api.ownerToken, status)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (bytes == 0 && read > 0) {
                    first = (System.nanoTime() - from) / 1e9;
                }
                bytes += read;
                for (int i = 0; i < read; i++) {
                    lines += buffer[i] == '\n' ? 1 : 0;
                }
            }
        }
        double all = (System.nanoTime() - from) / 1e9;
        http.close();
        Map<String, Object> done = api.await(job, 10);
        System.out.printf("export %-5s status %d: first byte %.2f s, all %.2f s (bars: < 1, < 4), %,d lines, %.1f MB; JVM resident"
                        + " %d MiB before, %d now; %s%n", format, status[0], first, all, lines, bytes / 1e6, before,
                product.residentMiB()[0], done.get("summary"));
    }
}
