import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Does every endpoint answer on a small heap, with items of nearly the longest text? Imports them, labels some, asks every
 * GET address of the API document (as the owner and as a labeler, one by one and then by eight clients at once), and
 * exports all in every format. The heap is set by {@code CUPEL_JAVA_OPTS}, see bench/small-heap.sh.
 *
 * <p>Exits 0 if every answer came from the same living server and none was a 5xx, 1 otherwise.
 */
final class SmallHeap {
    private static final String PROJECT = "long";

    private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    private final Product product;
    private Api api;

    private SmallHeap(Product product) {
        this.product = product;
    }

    public static void main(String[] arguments) throws Exception {
        Options options = new Options(arguments);
        Path data = Files.createTempDirectory(Path.of(options.text("dir", System.getProperty("java.io.tmpdir"))), "cupel-small");
        Path root = Path.of(options.text("root", "."));
        Product product = new Product(root, data, List.of());
        int status = 1;
        try {
            status = new SmallHeap(product).run(root, options.number("items", 300), options.number("characters", 950_000));
        } finally {
            if (status != 0) {
                String said = product.said();
                System.out.println("---- what the server said last ----\n" + said.substring(Math.max(0, said.length() - 6_000)));
            }
            product.close();
            Starts.deleteTree(data);
        }
        System.exit(status);
    }

    private int run(Path root, int items, int characters) throws Exception {
        product.start();
        if (!product.awaitUp(180)) {
            throw new IOException("the server did not come up:\n" + product.said());
        }
        long pid = product.java().pid();
        api = Api.setUp(product.base, product.setUpToken(30));
        api.createProject(PROJECT, 2);
        Map<String, Object> imported = imported(items, characters);
        System.out.printf("imported %d items of %,d characters: %s; JVM resident %d MiB%n", items, characters, imported.get("summary"), product.residentMiB()[0]);
        List<Api.Annotator> annotators = api.annotators(PROJECT, 8, "Reader ");
        int each = Math.max(1, Math.min(10, items / 8));
        label(annotators, each);
        Thread.sleep(8_000); // the report refreshes itself
        List<String> paths = paths(root, Json.string(imported, "id"));
        int asked = 0;
        for (String token : List.of(api.ownerToken, annotators.getFirst().token())) {
            asked += ask(paths, token);
        }
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String token = i % 2 == 0 ? api.ownerToken : annotators.get(i).token();
            threads.add(Thread.ofPlatform().start(() -> ask(paths, token)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.printf("asked %d addresses one by one and %d times %d at once; JVM resident %d MiB%n", asked, 8, paths.size(), product.residentMiB()[0]);
        for (String format : List.of("jsonl", "csv", "votes")) {
            export(format, format.equals("votes") ? annotators.size() * each : items);
        }
        if (!product.alive() || product.java().pid() != pid) {
            wrong.add("the server is not the one that was started");
        }
        long[] resident = product.residentMiB();
        System.out.printf("JVM resident %d MiB, %d at most%n", resident[0], resident[1]);
        wrong.stream().limit(20).forEach(problem -> System.out.println("  " + problem));
        System.out.println(wrong.isEmpty() ? "VERDICT: every endpoint answers" : "VERDICT: FAILED, " + wrong.size() + " problems");
        return wrong.isEmpty() ? 0 : 1;
    }

    private Map<String, Object> imported(int items, int characters) throws Exception {
        List<byte[]> heads = new ArrayList<>();
        // Words that differ, so that the database cannot make them small.
        StringBuilder text = new StringBuilder(characters);
        long state = 88172645463325252L;
        while (text.length() < characters) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            text.append(Long.toString(state & Long.MAX_VALUE, 36)).append(' ');
        }
        text.setLength(characters);
        byte[] tail = (text + "\"}\n").getBytes(StandardCharsets.UTF_8);
        long length = 0;
        for (int i = 0; i < items; i++) {
            heads.add(("{\"key\":\"k" + i + "\",\"source\":\"s" + i % 5 + "\",\"text\":\"" + i + " ").getBytes(StandardCharsets.UTF_8));
            length += heads.getLast().length + tail.length;
        }
        try (Http http = new Http(api.base)) {
            String path = Api.ROOT + "/projects/" + PROJECT + "/imports?format=jsonl&keyColumn=key&fileName=long.jsonl";
            OutputStream out = http.open("POST", path, api.ownerToken, length, "application/x-ndjson");
            for (byte[] head : heads) {
                out.write(head);
                out.write(tail);
            }
            out.flush();
            return api.await(Api.sure("POST " + path, http.readReply()), 200);
        }
    }

    private void label(List<Api.Annotator> annotators, int each) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (Api.Annotator annotator : annotators) {
            threads.add(Thread.ofPlatform().start(() -> {
                Labeler labeler = new Labeler(api.base, PROJECT, annotator, 120_000);
                try {
                    for (int i = 0; i < each; i++) {
                        Labeler.Work work = labeler.next();
                        if (work == null) {
                            break;
                        }
                        labeler.save(work);
                    }
                } catch (IOException problem) {
                    wrong.add("labeling: " + shown(problem.getMessage()));
                }
                labeler.close();
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Every GET address of the API document, with values for this project. */
    private List<String> paths(Path root, String job) throws IOException {
        Map<String, Object> document = Json.object(Files.readString(root.resolve("server/openapi.json")));
        Map<String, Object> all = Json.child(document, "paths");
        Map<String, Object> first = Json.children(api.get("/projects/" + PROJECT + "/items?limit=1"), "items").getFirst();
        List<String> paths = new ArrayList<>();
        for (String path : new TreeSet<>(all.keySet())) {
            if (!Json.child(all, path).containsKey("get") || path.endsWith("/result")) {
                continue; // an import has no result; exports are fetched by themselves
            }
            String full = path.replace("{project}", PROJECT).replace("{itemId}", String.valueOf(first.get("id")))
                    .replace("{id}", job).replace("{token}", "x".repeat(43)).replaceAll("\\{\\w+}", "1");
            paths.add(full);
            if (path.endsWith("/items") || path.endsWith("/disputes")) {
                paths.add(full + "?limit=200");
            }
            if (path.endsWith("/items")) {
                paths.add(full + "?limit=200&q=1");
                paths.add(full + "?limit=200&meta=source:s1&sort=-disagreement");
            }
            if (path.endsWith("/mine")) {
                paths.add(full + "?limit=100");
            }
        }
        return paths;
    }

    private int ask(List<String> paths, String token) {
        for (String path : paths) {
            try (Http http = new Http(api.base, 120_000)) {
                Http.Reply reply = http.get(path, token);
                if (reply.status() >= 500) {
                    wrong.add("GET " + path + ": " + reply.status() + " " + shown(reply.text()));
                } else if (reply.body().length > 20_000_000) {
                    wrong.add("GET " + path + ": " + reply.body().length + " bytes");
                }
            } catch (IOException gone) {
                wrong.add("GET " + path + ": " + gone);
            }
        }
        return paths.size();
    }

    private void export(String format, int rows) throws Exception {
        String question = format.equals("votes") ? ",\"question\":\"sentiment\"" : "";
        long from = System.nanoTime();
        Map<String, Object> job = api.send("POST", "/projects/" + PROJECT + "/exports", "{\"format\":\"" + format + "\"" + question + "}");
        long bytes = 0;
        int[] status = new int[1];
        byte[] buffer = new byte[64 * 1024];
        try (Http http = new Http(api.base);
                InputStream in = http.stream(Api.ROOT + "/jobs/" + Json.string(job, "id") + "/result", api.ownerToken, status)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes += read;
            }
        }
        Map<String, Object> summary = Json.child(api.await(job, 50), "summary");
        if (status[0] != 200 || Json.number(summary, "bytes") != bytes || Json.number(summary, "rows") != rows) {
            wrong.add("export " + format + ": " + status[0] + ", " + bytes + " bytes, " + summary);
        }
        System.out.printf("export %-5s %,.1f MB in %.1f s; JVM resident %d MiB%n", format, bytes / 1e6, (System.nanoTime() - from) / 1e9, product.residentMiB()[0]);
    }

    private static String shown(String text) {
        return text == null ? "" : text.substring(0, Math.min(300, text.length()));
    }
}
