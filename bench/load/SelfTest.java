import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;

/**
 * A checker that never fails proves nothing. This runs it against a small server in memory that is honest, and against
 * the same server with one fault each: it forgets an acknowledged answer, stores one twice, hands an item out too often,
 * hands one to the same annotator twice, mixes up content. Every fault must be found, the honest server must pass.
 */
final class SelfTest {
    enum Fault {
        NONE,
        FORGETS,
        DOUBLES,
        OVERFILLS,
        SAME_ANNOTATOR,
        MIXES_UP
    }

    private static final int OVERLAP = 2;
    private static final int CYCLES = 20;

    private final Fault fault;
    private final Map<String, List<Map<String, Object>>> mine = new HashMap<>();
    private final Map<String, long[]> leases = new HashMap<>();
    private int handed;
    private int saved;

    private SelfTest(Fault fault) {
        this.fault = fault;
    }

    public static void main(String[] arguments) throws Exception {
        boolean fine = true;
        for (Fault fault : Fault.values()) {
            List<String> wrong = run(fault);
            boolean right = wrong.isEmpty() == (fault == Fault.NONE);
            fine &= right;
            System.out.printf("  %-14s %s%n", fault, right ? "as it should be" : "NOT NOTICED: " + wrong);
        }
        System.out.println(fine ? "self-test: the checker finds every fault" : "self-test: THE CHECKER IS BLIND");
        System.exit(fine ? 0 : 1);
    }

    private static List<String> run(Fault fault) throws IOException {
        SelfTest server = new SelfTest(fault);
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", server::answer);
        http.start();
        try {
            URI base = URI.create("http://127.0.0.1:" + http.getAddress().getPort());
            Map<Api.Annotator, List<Ledger.Acknowledged>> acknowledged = new LinkedHashMap<>();
            for (int a = 0; a < 3; a++) {
                Labeler labeler = new Labeler(base, "self", new Api.Annotator("Self " + a, "t" + a), 5_000);
                for (int i = 0; i < CYCLES; i++) {
                    labeler.save(labeler.next());
                }
                acknowledged.put(labeler.annotator, labeler.acknowledged);
                labeler.close();
            }
            PrintStream out = System.out;
            System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
            try { // its "LOST" lines are wanted here and would only frighten the reader
                return Ledger.verify(base, "self", acknowledged, Set.of(), OVERLAP);
            } finally {
                System.setOut(out);
            }
        } finally {
            http.stop(0);
        }
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String token = exchange.getRequestHeaders().getFirst("Authorization");
        String path = exchange.getRequestURI().getPath();
        String reply;
        if (path.endsWith("/next")) {
            reply = next();
        } else if (path.endsWith("/annotation")) {
            reply = save(token, path.split("/")[4], body);
        } else {
            reply = page(mine.getOrDefault(token, List.of()), exchange.getRequestURI().getQuery());
        }
        byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, fault == Fault.NONE ? 0 : bytes.length); // 0: chunked, so that both are read
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String next() {
        int n = handed++;
        long item = n % (3 * CYCLES / OVERLAP); // each item OVERLAP times, to different annotators
        if (fault == Fault.OVERFILLS && n == 3 * CYCLES - 1) {
            item = 0;
        }
        if (fault == Fault.SAME_ANNOTATOR && n == 1) {
            item = 0;
        }
        String id = UUID.randomUUID().toString();
        leases.put(id, new long[] {item});
        return "{\"assignment\":{\"id\":\"" + id + "\",\"item\":{\"id\":\"i" + item
                + "\",\"key\":\"k\",\"fields\":{\"text\":\"x\"},\"metadata\":{}},\"schemaVersion\":1,\"guidelineVersion\":1}}";
    }

    private String save(String token, String assignment, String body) {
        saved++;
        Map<String, Object> request = Json.object(body);
        String answer = Json.string(Json.child(request, "answers"), "sentiment");
        if (fault == Fault.MIXES_UP && saved == 7) {
            answer = answer.equals("positive") ? "negative" : "positive";
        }
        Map<String, Object> stored = new HashMap<>();
        stored.put("json", "{\"assignmentId\":\"" + assignment + "\",\"item\":{\"id\":\"i" + leases.get(assignment)[0]
                + "\",\"fields\":{\"text\":\"text " + leases.get(assignment)[0]
                + "\"}},\"answers\":{\"sentiment\":\"" + answer + "\"},\"comment\":" + Json.quote(Json.string(request, "comment"))
                + ",\"revision\":" + (fault == Fault.DOUBLES && saved == 7 ? 2 : 1) + "}");
        if (fault != Fault.FORGETS || saved != 7) {
            mine.computeIfAbsent(token, fresh -> new ArrayList<>()).add(stored);
        }
        return "{\"annotationId\":" + saved + ",\"revision\":1}";
    }

    /** Pages of eight, to see that the checker turns them. */
    private static String page(List<Map<String, Object>> all, String query) {
        int from = query.contains("before=") ? Integer.parseInt(query.replaceAll(".*before=", "")) : 0;
        int to = Math.min(all.size(), from + 8);
        List<String> rows = all.subList(from, to).stream().map(row -> row.get("json").toString()).toList();
        return "{\"annotations\":[" + String.join(",", rows) + "]" + (to < all.size() ? ",\"next\":\"" + to + "\"" : "") + "}";
    }
}
