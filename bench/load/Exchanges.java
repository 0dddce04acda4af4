import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Imports and exports one after another while the server is killed, in a project of their own. Every accepted import
 * must end with each of its rows stored once, and say so; every accepted export must end with a whole file that is the
 * same byte for byte when it is fetched again.
 */
final class Exchanges {
    private static final String PROJECT = "exchange";
    /** Longer than the longest wait between two runs of a job that was on a server each time it fell: 15 minutes. */
    private static final long PATIENCE_NANOS = 1_200_000_000_000L;

    private final URI base;
    private final String token;
    private final int rows;
    private final AtomicBoolean go;
    private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    /** Rounds of which an import was accepted; the others were perhaps stored, perhaps not. */
    private final Set<Integer> accepted = Collections.synchronizedSet(new HashSet<>());
    private int imports;
    private int exports;
    private int cutDownloads;
    private int resumed;

    Exchanges(Api api, int rows, AtomicBoolean go) throws IOException {
        this.base = api.base;
        this.token = api.ownerToken;
        this.rows = rows;
        this.go = go;
        api.createProject(PROJECT, 1);
    }

    List<Thread> start() {
        return List.of(Thread.ofPlatform().start(this::importAgainAndAgain), Thread.ofPlatform().start(this::exportAgainAndAgain));
    }

    private void importAgainAndAgain() {
        for (int round = 0; go.get(); round++) {
            String job = submit("/projects/" + PROJECT + "/imports?format=jsonl&keyColumn=key", lines(round), "application/x-ndjson");
            if (job == null) {
                continue; // no reply: nothing was promised, and the next round has other keys
            }
            accepted.add(round);
            Map<String, Object> over = await(job);
            if (over == null) {
                wrong.add("import " + job + " did not end");
                continue;
            }
            imports++;
            Map<String, Object> summary = Json.child(over, "summary");
            if (!"done".equals(over.get("state")) || number(summary, "added") != rows || number(summary, "unchanged") != 0
                    || number(summary, "updated") != 0 || number(summary, "rejected") != 0) {
                wrong.add("import " + job + " of " + rows + " new rows ended as " + over.get("state") + " " + summary + " " + over.get("error"));
            }
        }
    }

    private void exportAgainAndAgain() {
        while (go.get()) {
            String job = submit("/projects/" + PROJECT + "/exports", "{\"format\":\"jsonl\"}".getBytes(StandardCharsets.UTF_8), "application/json");
            if (job != null) {
                byte[] early = download(job);
                Map<String, Object> over = await(job);
                if (over == null || !"done".equals(over.get("state"))) {
                    wrong.add("export " + job + " ended as " + (over == null ? "nothing" : over.get("state") + " " + over.get("error")));
                    continue;
                }
                exports++;
                byte[] one = downloadWhole(job);
                byte[] two = downloadWhole(job);
                Map<String, Object> summary = Json.child(over, "summary");
                if (one == null || two == null || !Arrays.equals(one, two)) {
                    wrong.add("export " + job + " is not the same twice");
                } else if (one.length != number(summary, "bytes") || count(one) != number(summary, "rows")) {
                    wrong.add("export " + job + " has " + one.length + " bytes and " + count(one) + " rows, but says " + summary);
                } else if (early == null) {
                    cutDownloads++;
                } else if (!Arrays.equals(early, one)) {
                    wrong.add("export " + job + ": the download that followed it ended normally with other bytes");
                } else {
                    checkOnce(keys(one), "export " + job, false);
                }
            }
        }
    }

    /** @return the job's id; null if no promise was made */
    private String submit(String path, byte[] body, String type) {
        try (Http http = new Http(base, 20_000)) {
            Http.Reply reply = http.call("POST", Api.ROOT + path, "Authorization: Bearer " + token + "\r\n", body, type);
            if (reply.status() == 202) {
                return Json.string(Json.object(reply.text()), "id");
            }
            if (reply.status() < 500) {
                wrong.add("POST " + path + " was answered with " + reply.status() + ": " + reply.text());
            }
        } catch (IOException killed) {
            // as intended
        }
        pause(200);
        return null;
    }

    private Map<String, Object> await(String job) {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < until) {
            try (Http http = new Http(base, 10_000)) {
                Http.Reply reply = http.get(Api.ROOT + "/jobs/" + job, token);
                if (reply.ok()) {
                    Map<String, Object> now = Json.object(reply.text());
                    if (!List.of("queued", "running").contains(Json.string(now, "state"))) {
                        return now;
                    }
                } else if (reply.status() == 404) {
                    return null;
                }
            } catch (IOException killed) {
                resumed++;
            }
            pause(100);
        }
        return null;
    }

    /** @return null unless the reply came to its regular end */
    private byte[] download(String job) {
        int[] status = new int[1];
        try (Http http = new Http(base, 60_000);
                InputStream in = http.stream(Api.ROOT + "/jobs/" + job + "/result", token, status)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            in.transferTo(bytes);
            return status[0] == 200 ? bytes.toByteArray() : null;
        } catch (IOException | RuntimeException cut) {
            return null;
        }
    }

    private byte[] downloadWhole(String job) {
        for (int tries = 0; tries < 100; tries++) {
            byte[] bytes = download(job);
            if (bytes != null) {
                return bytes;
            }
            pause(300);
        }
        return null;
    }

    private byte[] lines(int round) {
        StringBuilder lines = new StringBuilder(rows * 120);
        for (int i = 0; i < rows; i++) {
            lines.append("{\"key\":\"").append(round).append('-').append(i).append("\",\"text\":\"Round ").append(round)
                    .append(", row ").append(i).append(": it arrived late but works as described and I am fine.\"}\n");
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static long count(byte[] lines) {
        long count = 0;
        for (byte b : lines) {
            count += b == '\n' ? 1 : 0;
        }
        return count;
    }

    private static List<String> keys(byte[] lines) {
        List<String> keys = new ArrayList<>();
        new String(lines, StandardCharsets.UTF_8).lines().forEach(line -> keys.add(Json.quick(line, "key", 0)));
        return keys;
    }

    /** @param complete whether every accepted import is over: then all its rows are there */
    private void checkOnce(List<String> keys, String where, boolean complete) {
        Map<Integer, Integer> byRound = new HashMap<>();
        if (new HashSet<>(keys).size() != keys.size()) {
            wrong.add(where + " holds a key twice");
        }
        keys.forEach(key -> byRound.merge(Integer.valueOf(key.substring(0, key.indexOf('-'))), 1, Integer::sum));
        if (complete) {
            for (int round : accepted) {
                if (byRound.getOrDefault(round, 0) != rows) {
                    wrong.add("import of round " + round + ": " + byRound.getOrDefault(round, 0) + " of " + rows + " rows are there");
                }
            }
        }
    }

    private static long number(Map<String, Object> map, String name) {
        return map.get(name) instanceof Number number ? number.longValue() : -1;
    }

    private static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** After the threads have ended, on a server that runs. */
    List<String> verdict() {
        String last = null;
        for (int tries = 0; tries < 50 && last == null; tries++) {
            last = submit("/projects/" + PROJECT + "/exports", "{\"format\":\"jsonl\"}".getBytes(StandardCharsets.UTF_8), "application/json");
        }
        Map<String, Object> over = last == null ? null : await(last);
        byte[] all = over == null ? null : downloadWhole(last);
        if (all == null) {
            wrong.add("the last export did not end");
        } else {
            checkOnce(keys(all), "the last export", true);
        }
        System.out.printf("exchanged: %d imports of %,d rows and %d exports ended; %d downloads were cut and fetched again; looks"
                + " into nothing %d: %s%n", imports, rows, exports, cutDownloads, resumed,
                wrong.isEmpty() ? "every row once, every file whole" : wrong.size() + " PROBLEMS");
        wrong.stream().limit(20).forEach(problem -> System.out.println("  " + problem));
        if (imports == 0 || exports == 0) {
            System.out.println("  NOTHING PROVED: no import or no export ended");
        }
        return wrong;
    }
}
