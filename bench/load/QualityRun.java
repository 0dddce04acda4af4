import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The quality reports of a large project, from the request to the finished job, and the screens that count its items.
 *
 * <pre>bench/load/run QualityRun [--items 100000] [--annotators 200] [--rounds 40]</pre>
 *
 * Each of three questions gets three answers per item. The answers are written by SQL in the shape that next + save leave
 * behind, because a hundred thousand items are labeled for minutes otherwise; what is measured goes through the API.
 */
final class QualityRun {
    /** Everything next + save would have written; annotator {@code a} is right with probability 0.6 to 0.95. */
    private static final String FILL = """
            create temp table person as
                select m.id as member, row_number() over (order by m.id) - 1 as a, count(*) over () as people, p.id as project
                from member m join project p on p.id = m.project_id join account c on c.id = m.account_id
                where p.key = 'quality' and c.kind = 'simulated';
            create temp table work as
                select gen_random_uuid() as id, i.id as item, p.member, p.project,
                       abs(hashint8(i.id)) % 4 as truth, abs(hashint8(i.id * 7 + 1)) % 5 + 1 as urgency,
                       abs(hashint8(i.id * 1009 + p.member)) % 1000 / 1000.0 < 0.6 + 0.35 * p.a / p.people as correct,
                       abs(hashint8(i.id * 31 + p.member * 17)) % 4 as other
                from (select id, row_number() over (order by id) as n from item
                      where project_id = (select id from project where key = 'quality') limit {items}) i
                    cross join generate_series(0, 2) k
                    join person p on p.a = (i.n + k * 61) % p.people;
            insert into assignment (id, project_id, item_id, member_id, kind, state, revision, leased_until)
                select id, project, item, member, 'production', 'answered', 1, now() from work;
            insert into annotation (assignment_id, project_id, item_id, member_id, revision, save_id, outcome, answers,
                    ambiguous, active_ms, schema_version, guideline_version)
                select id, project, item, member, 1, gen_random_uuid(), 'submitted', '{}', false, 2000 + other * 500, 1, 1
                from work order by item;
            insert into vote (project_id, question, item_id, member_id, option, number, options, annotation_id)
                select w.project, q.q, w.item, w.member,
                       case when q.q = 0 then case when w.correct then w.truth else w.other end end,
                       case when q.q = 2 then case when w.correct then w.urgency else w.other + 1 end end,
                       case when q.q = 1 then
                           case when w.correct or w.other = w.truth then array[w.truth]::smallint[]
                                else array[least(w.truth, w.other), greatest(w.truth, w.other)]::smallint[] end end, n.id
                from work w join annotation n on n.assignment_id = w.id cross join (values (0), (1), (2)) q(q)
                order by q.q, w.item;
            update item_state s set answers = 3, status = 2
                where s.item_id in (select item from work);
            """;

    private QualityRun() {}

    public static void main(String[] arguments) throws Exception {
        Options options = new Options(arguments);
        int items = options.number("items", 100_000);
        Path data = Files.createTempDirectory(Path.of(options.text("dir", System.getProperty("java.io.tmpdir"))), "cupel-quality");
        Product product = new Product(Path.of(options.text("root", ".")), data, List.of());
        try {
            product.start();
            if (!product.awaitUp(180)) {
                throw new IOException("the server did not come up:\n" + product.said());
            }
            Api api = Api.setUp(product.base, product.setUpToken(30));
            api.send("POST", "/projects", """
                    {"key":"quality","name":"Quality","guideline":"# Bench","overlap":3,"goldEvery":0,"schema":{
                     "inputs":[{"id":"text","type":"text","field":"text"}],"questions":[
                     {"id":"sentiment","type":"choice","options":["positive","negative","neutral","mixed"]},
                     {"id":"topics","type":"choices","options":["price","service","product","other"]},
                     {"id":"urgency","type":"rating","min":1,"max":5}]}}""");
            // A thousand items stay open, so that somebody can go on labeling.
            api.importItems("quality", Api.items(items + 1_000));
            List<Api.Annotator> people = api.annotators("quality", options.number("annotators", 200), "Simulated ");
            fill(product, data, FILL.replace("{items}", "" + items));
            long from = System.nanoTime();
            long[] processor = product.processorNanos();
            for (String question : List.of("sentiment", "topics", "urgency")) {
                report(api, product, question, "first");
            }
            long[] after = product.processorNanos();
            System.out.printf("all three: %.2f s; processor time: server %.2f s, PostgreSQL %.2f s%n",
                    (System.nanoTime() - from) / 1e9, (after[0] - processor[0]) / 1e9, (after[1] - processor[1]) / 1e9);
            report(api, product, "sentiment", "again");
            screens(api, people.getFirst(), options.number("rounds", 40));
        } finally {
            product.close();
            Starts.deleteTree(data);
        }
    }

    private static void report(Api api, Product product, String question, String which) throws IOException, InterruptedException {
        long from = System.nanoTime();
        Map<String, Object> job =
                api.await(api.send("POST", "/projects/quality/quality", "{\"question\":\"" + question + "\"}"), 10);
        System.out.printf("report on %-9s (%s): %.2f s from the request to the finished job, waiting for others included; %s;"
                + " JVM resident %d MiB%n", question, which, (System.nanoTime() - from) / 1e9, job.get("summary"),
                product.residentMiB()[0]);
    }

    /** What owners look at: with nothing new since the last look, and with an answer saved before each. */
    private static void screens(Api api, Api.Annotator annotator, int rounds) throws IOException {
        Labeler labeler = new Labeler(api.base, "quality", annotator, 30_000);
        Http http = new Http(api.base);
        for (String path : List.of("/projects/quality/overview", "/projects", "/projects/quality/members")) {
            for (boolean labeling : List.of(false, true)) {
                Latencies latencies = new Latencies();
                double first = 0;
                for (int i = 0; i < rounds; i++) {
                    if (labeling) {
                        answer(labeler, http, annotator);
                    }
                    long from = System.nanoTime();
                    Api.sure("GET " + path, http.get(Api.ROOT + path, api.ownerToken));
                    long took = System.nanoTime() - from;
                    first = i == 0 ? took / 1e6 : first;
                    latencies.add(took);
                }
                System.out.printf("%-28s %-22s first %.1f ms, %s%n", path, labeling ? "an answer before each:" : "nothing new:",
                        first, Latencies.merged(List.of(latencies)).summary());
            }
        }
    }

    private static void answer(Labeler labeler, Http http, Api.Annotator annotator) throws IOException {
        Labeler.Work work = labeler.next();
        String json = work.json().replace("\"answers\":{", "\"answers\":{\"topics\":[\"price\"],\"urgency\":3,");
        Api.sure("save", http.call("PUT", Api.ROOT + "/assignments/" + work.assignmentId() + "/annotation", annotator.token(), json));
    }

    private static void fill(Product product, Path data, String script) throws IOException, InterruptedException {
        long from = System.nanoTime();
        Path pid;
        try (Stream<Path> files = Files.find(data, 4, (path, a) -> path.endsWith("postmaster.pid"))) {
            pid = files.findFirst().orElseThrow();
        }
        Path sql = Files.writeString(data.resolve("fill.sql"), script);
        ProcessBuilder psql = new ProcessBuilder("psql", "-q", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p",
                Files.readAllLines(pid).get(3).strip(), "-U", "cupel", "-d", "postgres", "-1", "-f", sql.toString());
        psql.environment().put("PGPASSWORD", Files.readString(data.resolve("database-password")).strip());
        Process process = psql.inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException("psql could not fill the project; is PostgreSQL's client installed?");
        }
        System.out.printf("filled by SQL in %.0f s%n", (System.nanoTime() - from) / 1e9);
    }
}
