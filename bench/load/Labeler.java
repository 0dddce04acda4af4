import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** One client that labels: next, save, next, save, on one connection. Not for several threads. */
final class Labeler {
    private static final String[] ANSWERS = {"positive", "negative", "neutral"};

    final Api.Annotator annotator;
    final List<Ledger.Acknowledged> acknowledged = new ArrayList<>();
    final Latencies next = new Latencies();
    final Latencies save = new Latencies();
    final List<String> errors = new ArrayList<>();
    private final Http http;
    private final String nextPath;

    Labeler(URI base, String project, Api.Annotator annotator, int timeoutMs) {
        this.annotator = annotator;
        this.http = new Http(base, timeoutMs);
        this.nextPath = Api.ROOT + "/projects/" + project + "/next";
    }

    /** What is needed to save, and to save again. */
    record Work(String assignmentId, String itemId, String saveId, String answer, String json) {}

    /** Leases an item; null if there is none left. */
    Work next() throws IOException {
        long from = System.nanoTime();
        Http.Reply reply = http.call("POST", nextPath, annotator.token(), "{\"holding\":[]}");
        next.add(System.nanoTime() - from);
        if (reply.status() != 200) {
            throw new Refused("next", reply);
        }
        String text = reply.text();
        int at = text.indexOf("\"assignment\":{");
        if (at < 0) {
            return null;
        }
        int item = text.indexOf("\"item\":{", at);
        String assignmentId = quotedId(text, at, item);
        String saveId = uuid();
        String answer = ANSWERS[ThreadLocalRandom.current().nextInt(3)];
        String json = "{\"saveId\":\"" + saveId + "\",\"outcome\":\"submitted\",\"answers\":{\"sentiment\":\"" + answer
                + "\"},\"ambiguous\":false,\"comment\":\"" + saveId + "\",\"activeMs\":4200,\"schemaVersion\":"
                + Json.quickNumber(text, "schemaVersion", at) + ",\"guidelineVersion\":"
                + Json.quickNumber(text, "guidelineVersion", at) + "}";
        return new Work(assignmentId, Json.quick(text, "id", item), saveId, answer, json);
    }

    /** The assignment's own id, a UUID, which stands before the item. */
    private static String quotedId(String text, int from, int item) {
        String id = Json.quick(text, "id", from);
        if (id == null || id.length() != 36) {
            throw new IllegalStateException("no assignment id in " + text + " (item at " + item + ")");
        }
        return id;
    }

    /** Saves; the reply's annotation id is what the server promised to keep. */
    void save(Work work) throws IOException {
        long from = System.nanoTime();
        Http.Reply reply =
                http.call("PUT", Api.ROOT + "/assignments/" + work.assignmentId + "/annotation", annotator.token(), work.json);
        save.add(System.nanoTime() - from);
        if (reply.status() != 200) {
            throw new Refused("save", reply);
        }
        long annotationId = Json.quickNumber(reply.text(), "annotationId", 0);
        acknowledged.add(new Ledger.Acknowledged(work.assignmentId, work.itemId, annotationId, work.answer, work.saveId));
    }

    void close() {
        http.close();
    }

    private static String uuid() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
        long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    /** The server answered, and said no. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;
        final transient Http.Reply reply;

        Refused(String step, Http.Reply reply) {
            super(step + " was answered with " + reply.status() + ": " + reply.text());
            this.reply = reply;
        }
    }
}
