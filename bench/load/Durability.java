import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does an acknowledged answer survive anything? Many clients save while the server, or its PostgreSQL, is killed with
 * SIGKILL again and again. A client that gets no reply sends the same save (same {@code saveId}) until it gets one. In
 * the end every acknowledged answer must be stored once, with its content, and none twice.
 *
 * <pre>
 * bench/load/run Durability --victim server     --kills 10
 * bench/load/run Durability --victim postmaster --kills 5
 * bench/load/run Durability --victim backend    --kills 10
 * bench/load/run Durability --victim server,postmaster,backend --kills 6     in turn
 * bench/load/run Durability --victim server,postmaster,both --kills 100 --clients 50 --exchange
 * </pre>
 *
 * With {@code --exchange} imports and exports go on meanwhile ({@link Exchanges}); {@code both} is the server and its
 * PostgreSQL at the same moment.
 *
 * Exits 0 if nothing was lost or doubled, 1 if something was, 2 if the run proved nothing (too few answers, or nobody
 * was killed while saving).
 */
final class Durability {
    private final Product product;
    private final int clients;
    private final String[] victims;
    private final AtomicBoolean go = new AtomicBoolean(true);
    private final AtomicInteger saved = new AtomicInteger();
    private final AtomicInteger cut = new AtomicInteger();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private final AtomicInteger sentAgain = new AtomicInteger();
    private final AtomicInteger leasesLost = new AtomicInteger();
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();
    private final List<String> refusals = java.util.Collections.synchronizedList(new ArrayList<>());
    private int kills;
    private int ownRecoveries;
    private int restartsNeeded;
    private double longestOutageS;

    private Durability(Product product, int clients, String victims) {
        this.product = product;
        this.clients = clients;
        this.victims = victims.split(",");
    }

    public static void main(String[] arguments) throws Exception {
        Options options = new Options(arguments);
        Path data = Files.createTempDirectory(Path.of(options.text("dir", System.getProperty("java.io.tmpdir"))), "cupel-durable");
        Product product = new Product(Path.of(options.text("root", ".")), data, List.of());
        int status = 2;
        try {
            Durability run = new Durability(product, options.number("clients", 24), options.text("victim", "server"));
            status = run.run(options.number("kills", 10), options.number("items", 20_000),
                    options.has("exchange") ? options.number("rows", 5_000) : 0);
        } finally {
            if (status != 0) {
                System.out.println("---- what the server said last ----");
                String said = product.said();
                System.out.println(said.substring(Math.max(0, said.length() - 8_000)));
            }
            product.close();
            if (status == 0 || !options.has("keep")) {
                Starts.deleteTree(data);
            }
        }
        System.exit(status);
    }

    private int run(int wantedKills, int items, int exchangedRows) throws Exception {
        product.start();
        if (!product.awaitUp(180)) {
            throw new IOException("the server did not come up:\n" + product.said());
        }
        Api api = Api.setUp(product.base, product.setUpToken(30));
        int overlap = 3;
        String project = "durable";
        api.createProject(project, overlap);
        api.importItems(project, Api.items(items));
        List<Labeler> labelers = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (Api.Annotator annotator : api.annotators(project, clients, "Durable ")) {
            Labeler labeler = new Labeler(product.base, project, annotator, 8_000);
            labelers.add(labeler);
            threads.add(Thread.ofPlatform().stackSize(256 * 1024).start(() -> label(labeler)));
        }
        Exchanges exchanges = exchangedRows == 0 ? null : new Exchanges(api, exchangedRows, go);
        if (exchanges != null) {
            threads.addAll(exchanges.start());
        }
        Thread.sleep(1500);
        for (kills = 0; kills < wantedKills; kills++) {
            int before = saved.get();
            Thread.sleep(400 + ThreadLocalRandom.current().nextInt(1800));
            long from = System.nanoTime();
            if (!strike()) {
                continue;
            }
            awaitSaving(before);
            longestOutageS = Math.max(longestOutageS, (System.nanoTime() - from) / 1e9);
        }
        Thread.sleep(1500);
        go.set(false);
        for (Thread thread : threads) {
            thread.join();
        }
        List<String> jobs = exchanges == null ? List.of() : exchanges.verdict();
        int verdict = verdict(api.base, project, labelers, overlap);
        return jobs.isEmpty() ? verdict : 1;
    }

    /** Kills the victim; false if there was none to kill just then. */
    private boolean strike() throws Exception {
        switch (victims[kills % victims.length]) {
            case "server" -> {
                product.kill();
                if (ThreadLocalRandom.current().nextInt(3) == 0) {
                    Thread.sleep(500); // sometimes nobody is quick to restart it
                }
                startAgain();
            }
            case "postmaster" -> {
                Optional<ProcessHandle> postmaster = product.postmaster();
                if (postmaster.isEmpty() || !postmaster.get().destroyForcibly()) {
                    return false;
                }
            }
            case "both" -> {
                Optional<ProcessHandle> postmaster = product.postmaster();
                product.kill();
                postmaster.ifPresent(ProcessHandle::destroyForcibly);
                startAgain();
            }
            case "backend" -> {
                List<ProcessHandle> backends = product.postmaster().stream()
                        .flatMap(ProcessHandle::children)
                        .filter(ProcessHandle::isAlive)
                        .toList();
                if (backends.isEmpty()) {
                    return false;
                }
                backends.get(ThreadLocalRandom.current().nextInt(backends.size())).destroyForcibly();
            }
            default -> throw new IllegalArgumentException("--victim server, postmaster, backend or both, not " + String.join(",", victims));
        }
        return true;
    }

    private void startAgain() throws Exception {
        product.start();
        if (!product.awaitUp(180)) {
            throw new IOException("the server did not come up again after a SIGKILL:\n" + product.said());
        }
    }

    /** Waits until answers are saved again; a server that does not recover by itself in 30 s is killed and restarted. */
    private void awaitSaving(int before) throws Exception {
        Thread.sleep(100); // replies already on the wire do not count as a recovery
        int mark = Math.max(before, saved.get());
        for (int waited = 0; waited < 300; waited++) {
            if (saved.get() > mark + 5) {
                ownRecoveries++;
                return;
            }
            if (!product.alive()) {
                break;
            }
            Thread.sleep(100);
        }
        restartsNeeded++;
        if (product.alive()) {
            product.kill();
        }
        startAgain();
    }

    private void label(Labeler labeler) {
        while (go.get()) {
            Labeler.Work work;
            try {
                work = labeler.next();
            } catch (IOException gone) {
                note("next", gone);
                rest();
                continue;
            }
            if (work == null) {
                return;
            }
            saveUntilAnswered(labeler, work);
        }
        labeler.close();
    }

    private void saveUntilAnswered(Labeler labeler, Labeler.Work work) {
        boolean tried = false;
        for (int attempt = 0; attempt < 600; attempt++) {
            try {
                labeler.save(work);
                saved.incrementAndGet();
                if (tried) {
                    sentAgain.incrementAndGet();
                }
                return;
            } catch (Labeler.Refused refused) {
                note("save", refused);
                if (!tried && refused.reply.status() >= 500) {
                    turnedAway.incrementAndGet();
                }
                if (refused.reply.status() == 409) { // the place is gone: this answer was never promised
                    leasesLost.incrementAndGet();
                    unknown.add(work.saveId());
                    return;
                }
            } catch (IOException gone) {
                if (!tried) {
                    cut.incrementAndGet();
                }
            }
            tried = true;
            rest();
        }
        unknown.add(work.saveId());
        refusals.add("gave up on " + work);
    }

    private void note(String step, IOException problem) {
        if (problem instanceof Labeler.Refused refused && refused.reply.status() < 500) {
            refusals.add(step + ": " + refused.getMessage());
        }
    }

    private static void rest() {
        try {
            Thread.sleep(60 + ThreadLocalRandom.current().nextInt(80));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int verdict(URI base, String project, List<Labeler> labelers, int overlap) throws IOException {
        Map<Api.Annotator, List<Ledger.Acknowledged>> acknowledged = new HashMap<>();
        Set<Long> ids = new HashSet<>();
        int sameId = 0;
        for (Labeler labeler : labelers) {
            acknowledged.put(labeler.annotator, labeler.acknowledged);
            for (Ledger.Acknowledged one : labeler.acknowledged) {
                sameId += ids.add(one.annotationId()) ? 0 : 1;
            }
        }
        List<String> wrong = Ledger.verify(base, project, acknowledged, unknown, overlap);
        System.out.printf(
                "%s killed %d times among %d clients; %,d answers saved, %d saves cut off and %d refused at first, %d"
                        + " acknowledged on a later try, %d leases lost; longest outage %.1f s; recovered by itself %d times, restarted by hand %d times%n",
                String.join(", ", victims), kills, clients, saved.get(), cut.get(), turnedAway.get(), sentAgain.get(), leasesLost.get(), longestOutageS,
                ownRecoveries, restartsNeeded);
        refusals.stream().distinct().limit(5).forEach(refusal -> System.out.println("  refused: " + refusal));
        if (!wrong.isEmpty() || sameId > 0) {
            System.out.println("VERDICT: FAILED. " + wrong.size() + " problems, " + sameId + " annotation ids promised twice");
            return 1;
        }
        if (saved.get() < 200 || kills == 0 || cut.get() + turnedAway.get() == 0) {
            System.out.println("VERDICT: NOTHING PROVED. Too few answers, or no save was ever in the way");
            return 2;
        }
        System.out.println("VERDICT: every acknowledged answer is stored exactly once");
        return 0;
    }
}
