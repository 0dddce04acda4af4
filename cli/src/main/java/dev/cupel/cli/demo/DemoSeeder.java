package dev.cupel.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fills a running server with the demo, through the public API alone: three projects, their items, simulated annotators
 * and their answers, a few decisions of the owner and a better guideline after them.
 *
 * <p>Seeding again adds nothing to a demo that is complete, goes on with one that was interrupted, and leaves alone a
 * demo project that somebody has deleted. Items are leased one after another in a fixed order of annotators and answers
 * are saved beside that. Which items they get first is each server's secret where gold is on, so that figures differ a
 * little from one demo to the next.
 */
public final class DemoSeeder {
    /** The most decisions the owner makes; other disputes stay open, for the reader to try. */
    static final int DECISIONS = 8;

    private static final String GUIDELINE_NOTE =
            "Six rules for doubtful texts (irony, endings, small buts, understatement), out of the disputes under version 1";

    private DemoSeeder() {}

    /**
     * Returns when the demo is complete. The first project can be opened long before.
     *
     * @param baseUrl of the server, for example {@code http://127.0.0.1:8080}
     * @param ownerToken API token of the instance owner, with the scopes read, label and manage
     * @throws IOException if the server refuses a step or cannot be reached; the message says which step
     */
    public static void seed(URI baseUrl, String ownerToken, DemoProgress progress)
            throws IOException, InterruptedException {
        try (DemoApi api = new DemoApi(baseUrl);
                ExecutorService saving = Executors.newVirtualThreadPerTaskExecutor()) {
            List<DemoProject> open = new ArrayList<>();
            for (DemoProject project :
                    List.of(DemoProject.customerVoice(), DemoProject.helpfulReplies(), DemoProject.twoAnswers())) {
                if (!create(api, project, ownerToken)) {
                    continue;
                }
                // A complete demo is the owner's now: with another schema its items might not even be importable.
                if (!new Session(api, saving, project, ownerToken, progress).complete()) {
                    importItems(api, project, ownerToken, progress);
                    open.add(project);
                }
            }
            for (DemoProject project : open) {
                new Session(api, saving, project, ownerToken, progress).run();
            }
        }
    }

    /** Whether the project is there now; false if somebody deleted it. */
    private static boolean create(DemoApi api, DemoProject project, String token)
            throws IOException, InterruptedException {
        String path = "/projects/" + project.key();
        DemoApi.Reply found = api.get(path, token);
        if (found.ok()) {
            return !found.body().hasNonNull("deletedAt");
        }
        if (found.status() != 404) {
            throw new IOException("GET " + path + " was answered with " + found.status() + ": " + found.body());
        }
        ObjectNode definition = project.definition().deepCopy();
        definition.put("guideline", project.guidelines().getFirst());
        DemoApi.Reply created = api.send("POST", "/projects", token, definition);
        if (created.code().equals("key_taken")) { // it is in the bin, or somebody else's
            return false;
        }
        api.sure("POST", "/projects", created);
        return true;
    }

    private static void importItems(DemoApi api, DemoProject project, String token, DemoProgress progress)
            throws IOException, InterruptedException {
        JsonNode job = finished(
                api, api.importLines(project.key(), project.key() + ".jsonl", project.importLines(), token), token);
        if (!job.path("state").asString().equals("done")
                || job.path("problemCount").asInt() > 0) {
            throw new IOException("the demo's items could not all be imported: " + job);
        }
        choosePractice(api, project, token);
        int items = project.items().size();
        progress.at(project.name() + ": items imported", items, items);
    }

    /** Before anybody is handed an item: who has practised on one is not measured on it. */
    private static void choosePractice(DemoApi api, DemoProject project, String token)
            throws IOException, InterruptedException {
        if (project.practice().isEmpty()) {
            return;
        }
        String path = "/projects/" + project.key() + "/items";
        String gold = path + "?gold=true&limit=200";
        for (JsonNode item : api.sure("GET", gold, api.get(gold, token)).path("items")) {
            String explanation = project.practice().get(item.path("key").asString());
            if (explanation != null) {
                api.sure(
                        "PUT",
                        path + "/" + item.path("id").asString() + "/practice",
                        token,
                        JsonNodeFactory.instance.objectNode().put("explanation", explanation));
            }
        }
    }

    static JsonNode finished(DemoApi api, JsonNode started, String token) throws IOException, InterruptedException {
        JsonNode job = started;
        String path = "/jobs/" + job.path("id").asString();
        for (int waitMs = 10; running(job); waitMs = Math.min(200, waitMs * 2)) {
            Thread.sleep(waitMs);
            job = api.sure("GET", path, api.get(path, token));
        }
        return job;
    }

    private static boolean running(JsonNode job) {
        String state = job.path("state").asString();
        return state.equals("queued") || state.equals("running");
    }

    /** The annotating of one project. */
    private static final class Session {
        private final DemoApi api;
        private final ExecutorService saving;
        private final DemoProject project;
        private final String ownerToken;
        private final DemoProgress progress;
        private final String path;
        private final Map<String, DemoItem> items = new HashMap<>();
        private final Map<String, DemoItem> byContent = new HashMap<>();
        private final Set<String> doubtsSaid = new HashSet<>();

        Session(DemoApi api, ExecutorService saving, DemoProject project, String ownerToken, DemoProgress progress) {
            this.api = api;
            this.saving = saving;
            this.project = project;
            this.ownerToken = ownerToken;
            this.progress = progress;
            this.path = "/projects/" + project.key();
            project.items().forEach(item -> items.put(item.key(), item));
            project.items().forEach(item -> byContent.put(DemoItem.content(item.row()), item));
        }

        boolean complete() throws IOException, InterruptedException {
            return answersAlready() >= project.answersWanted();
        }

        void run() throws IOException, InterruptedException {
            int before = answersAlready();
            int wanted = project.answersWanted();
            Rota rota = new Rota(project.cast());
            int given = before;
            int pause = (int) Math.round(wanted * project.decisionsBefore());
            List<Seat> seats = new ArrayList<>();
            for (DemoAnnotator annotator : project.cast()) {
                seats.add(new Seat(annotator, token(annotator)));
            }
            boolean decided = project.guidelines().size() < 2 || guidelineVersion() > 1;
            while (given < wanted && rota.anybody()) {
                if (!decided && given >= pause) {
                    settle(seats);
                    decideDisputes();
                    improveGuideline();
                    decided = true;
                }
                int who = rota.next();
                Seat seat = seats.get(who);
                seat.makeRoom();
                JsonNode assignment = next(seat);
                if (assignment == null) {
                    rota.leaves(who);
                    continue;
                }
                given += work(seat, assignment) ? 1 : 0;
                progress.at(project.name() + ": simulated annotators answer", Math.min(given, wanted), wanted);
            }
            settle(seats);
        }

        private int answersAlready() throws IOException, InterruptedException {
            JsonNode members = api.sure("GET", path + "/members", api.get(path + "/members", ownerToken));
            int answers = 0;
            for (JsonNode member : members.path("members")) {
                if (member.path("kind").asString().equals("simulated")) {
                    answers += member.path("answers").asInt();
                }
            }
            return answers;
        }

        private String token(DemoAnnotator annotator) throws IOException, InterruptedException {
            ObjectNode body = JsonNodeFactory.instance
                    .objectNode()
                    .put("displayName", annotator.displayName())
                    .put("reuse", true);
            return api.sure("POST", path + "/simulated-annotators", ownerToken, body)
                    .path("token")
                    .asString();
        }

        private @Nullable JsonNode next(Seat seat) throws IOException, InterruptedException {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            ArrayNode holding = body.putArray("holding");
            seat.held().forEach(holding::add);
            JsonNode assignment =
                    api.sure("POST", path + "/next", seat.token, body).path("assignment");
            return assignment.isObject() ? assignment : null;
        }

        /** Starts saving what the annotator says about the item; whether it is an answer rather than a skip. */
        private boolean work(Seat seat, JsonNode assignment) {
            DemoItem item =
                    byContent.get(DemoItem.content(assignment.path("item").path("fields")));
            DemoDecision decision = item == null
                    ? new DemoDecision.Skipped("I was only made for the items that came with the demo.", 1500)
                    : seat.annotator.decide(
                            item, assignment.path("guidelineVersion").asInt());
            String id = assignment.path("id").asString();
            List<ObjectNode> saves = new ArrayList<>();
            switch (decision) {
                case DemoDecision.Skipped skipped -> {
                    ObjectNode save = save(assignment, "skipped", skipped.activeMs());
                    save.putObject("answers");
                    save.put("skipReason", skipped.reason());
                    saves.add(save);
                }
                case DemoDecision.Answered answered -> {
                    ObjectNode slip = answered.slip();
                    if (slip != null) {
                        ObjectNode first = save(assignment, "submitted", answered.activeMs());
                        first.set("answers", slip);
                        saves.add(first);
                    }
                    int activeMs = slip == null ? answered.activeMs() : answered.activeMs() + 2400;
                    ObjectNode save = save(assignment, "submitted", activeMs);
                    save.set("answers", answered.answers());
                    save.put("ambiguous", answered.ambiguous());
                    String doubt = answered.doubt();
                    if (doubt != null && doubtsSaid.add(doubt)) {
                        save.put("comment", doubt);
                    }
                    saves.add(save);
                }
            }
            seat.start(id, saving.submit(() -> {
                for (ObjectNode save : saves) {
                    api.sure("PUT", "/assignments/" + id + "/annotation", seat.token, save);
                }
                return id;
            }));
            return decision instanceof DemoDecision.Answered;
        }

        private static ObjectNode save(JsonNode assignment, String outcome, int activeMs) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("saveId", UUID.randomUUID().toString())
                    .put("outcome", outcome)
                    .put("activeMs", activeMs)
                    .put("schemaVersion", assignment.path("schemaVersion").asInt())
                    .put("guidelineVersion", assignment.path("guidelineVersion").asInt());
        }

        private static void settle(List<Seat> seats) throws IOException, InterruptedException {
            for (Seat seat : seats) {
                seat.settle();
            }
        }

        /** The owner decides disputes, first those the author of the texts has something of their own to say about. */
        private void decideDisputes() throws IOException, InterruptedException {
            String already = path + "/items?status=adjudicated&limit=" + DECISIONS;
            int decided = api.sure("GET", already, api.get(already, ownerToken))
                    .path("items")
                    .size();
            if (decided == DECISIONS) {
                return;
            }
            // The order of disputes comes out of the quality report, which otherwise follows some seconds behind.
            ObjectNode question = JsonNodeFactory.instance.objectNode().put("question", project.disputedQuestion());
            finished(api, api.sure("POST", path + "/quality", ownerToken, question), ownerToken);
            for (Dispute dispute : disputes()) {
                if (decided == DECISIONS) {
                    return;
                }
                ObjectNode decision = JsonNodeFactory.instance
                        .objectNode()
                        .put("reason", dispute.item().reason());
                decision.putObject("answers")
                        .set(
                                project.disputedQuestion(),
                                dispute.item().reference().path(project.disputedQuestion()));
                api.sure("PUT", path + "/items/" + dispute.id() + "/adjudication", ownerToken, decision);
                decided++;
                progress.at(project.name() + ": the owner decides disputes", decided, DECISIONS);
            }
        }

        /** Those there is a reason to decide one way, the best reasons first. */
        private List<Dispute> disputes() throws IOException, InterruptedException {
            List<Dispute> disputes = new ArrayList<>();
            String after = "";
            do {
                String list = path + "/disputes?question=" + project.disputedQuestion() + "&limit=50" + after;
                JsonNode page = api.sure("GET", list, api.get(list, ownerToken));
                for (JsonNode row : page.path("items")) {
                    DemoItem item = items.get(row.path("key").asString());
                    if (item != null && item.reason() != null) {
                        disputes.add(new Dispute(row.path("id").asLong(), item));
                    }
                }
                after = page.hasNonNull("next") ? "&after=" + page.path("next").asString() : "";
            } while (!after.isEmpty());
            disputes.sort(Comparator.comparing(dispute -> !dispute.item().hasOwnReason()));
            return disputes;
        }

        private int guidelineVersion() throws IOException, InterruptedException {
            JsonNode now = api.sure("GET", path, api.get(path, ownerToken));
            return now.path("guideline").path("version").asInt();
        }

        private void improveGuideline() throws IOException, InterruptedException {
            int version = guidelineVersion();
            if (version != 1 || project.guidelines().size() < 2) {
                return; // done before an interruption, or somebody has been here
            }
            ObjectNode better = JsonNodeFactory.instance
                    .objectNode()
                    .put("markdown", project.guidelines().get(1))
                    .put("note", GUIDELINE_NOTE)
                    .put("basedOn", version);
            api.sure("POST", path + "/guidelines", ownerToken, better);
        }
    }

    private record Dispute(long id, DemoItem item) {}

    /** One annotator's place at the table: a token, and the answers on their way. */
    private static final class Seat {
        /** The server allows three leases at once; one stays free for the next item. */
        private static final int MOST_HELD = 2;

        private final DemoAnnotator annotator;
        private final String token;
        private final Map<String, Future<String>> saving = new HashMap<>();
        private final List<String> order = new ArrayList<>();

        Seat(DemoAnnotator annotator, String token) {
            this.annotator = annotator;
            this.token = token;
        }

        List<String> held() {
            return order;
        }

        void start(String assignment, Future<String> save) {
            saving.put(assignment, save);
            order.add(assignment);
        }

        void makeRoom() throws IOException, InterruptedException {
            while (order.size() >= MOST_HELD) {
                waitForOldest();
            }
        }

        void settle() throws IOException, InterruptedException {
            while (!order.isEmpty()) {
                waitForOldest();
            }
        }

        private void waitForOldest() throws IOException, InterruptedException {
            Future<String> save = saving.remove(order.removeFirst());
            try {
                if (save != null) {
                    save.get();
                }
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof IOException refused) {
                    throw refused;
                }
                throw new IllegalStateException(failed.getCause());
            }
        }
    }

    /** Whose turn it is: a fixed shuffle in proportion to the shares, so that nobody works in blocks. */
    private static final class Rota {
        private final int[] shares;
        private final SplittableRandom chance = new SplittableRandom(41);

        Rota(List<DemoAnnotator> cast) {
            shares = cast.stream().mapToInt(DemoAnnotator::share).toArray();
        }

        boolean anybody() {
            return Arrays.stream(shares).sum() > 0;
        }

        int next() {
            int at = chance.nextInt(Arrays.stream(shares).sum());
            int who = 0;
            while (at >= shares[who]) {
                at -= shares[who];
                who++;
            }
            return who;
        }

        void leaves(int who) {
            shares[who] = 0;
        }
    }
}
