package dev.cupel.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every table has a room that owns it, and a room reads and writes its own tables and those of the rooms below. The SQL of
 * the rooms is read as text: table names behind the words that name tables.
 */
final class TableOwnersTest {
    private static final Path ROOMS = Path.of("src/main/java/dev/cupel/server");
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");
    private static final Pattern CREATED = Pattern.compile("create (?:unlogged )?table (\\w+)");
    private static final Pattern RENAMED = Pattern.compile("alter table (\\w+) rename to (\\w+)");
    private static final Pattern NAMED =
            Pattern.compile("\\b(?:from|join|into|update|copy)\\s+(?:only\\s+)?([a-z_]+)\\b");

    private static final Map<String, Set<String>> OWNED = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "identity",
                    Set.of(
                            "account",
                            "api_token",
                            "email_change",
                            "instance_setting",
                            "login",
                            "login_session",
                            "newcomer",
                            "password_reset",
                            "provider_attempt",
                            "sign_in_attempt",
                            "sign_in_failure")),
            Map.entry(
                    "project",
                    Set.of(
                            "project",
                            "project_schema",
                            "guideline",
                            "member",
                            "invitation",
                            "setting_change",
                            "question_code",
                            "option_code")),
            Map.entry("mail", Set.of("mail")),
            Map.entry("blob", Set.of("blob", "blob_chunk")),
            Map.entry("media", Set.of("media", "media_name")),
            Map.entry("job", Set.of("job", "job_problem")),
            Map.entry(
                    "item",
                    Set.of(
                            "item",
                            "item_state",
                            "item_answer",
                            "item_bin",
                            "item_import",
                            "item_metadata_edit",
                            "practice_item",
                            "gold")),
            Map.entry("draft", Set.of("draft")),
            Map.entry(
                    "assignment",
                    Set.of(
                            "place",
                            "queue_cursor",
                            "member_work",
                            "assignment",
                            "need",
                            "pilot",
                            "pilot_item",
                            "project_stages",
                            "qualification")),
            Map.entry(
                    "annotation",
                    Set.of(
                            "annotation",
                            "vote",
                            "gold_attempt",
                            "vote_again",
                            "audited",
                            "member_figures",
                            "sent_back",
                            "taken_out",
                            "taken_out_answer",
                            "taken_out_vote")),
            Map.entry("quality", Set.of("quality_report")),
            Map.entry("review", Set.of("adjudication", "dispute_claim", "doubt_settled")),
            Map.entry(
                    "talk",
                    Set.of(
                            "decisions_told",
                            "inbox_line_read",
                            "inbox_read",
                            "thread",
                            "thread_comment",
                            "thread_comment_before",
                            "thread_member")),
            Map.entry("change", Set.of("item_change", "item_before_change"))));

    @Test
    void everyTableHasOneOwner() throws IOException {
        Set<String> created = new TreeSet<>();
        for (Path migration : files(MIGRATIONS, ".sql")) {
            Matcher table = CREATED.matcher(Files.readString(migration));
            while (table.find()) {
                created.add(table.group(1));
            }
        }
        for (Path migration : files(MIGRATIONS, ".sql")) {
            Matcher renamed = RENAMED.matcher(Files.readString(migration));
            while (renamed.find()) {
                created.remove(renamed.group(1));
                created.add(renamed.group(2));
            }
        }
        List<String> owned = new ArrayList<>();
        OWNED.values().forEach(owned::addAll);
        assertThat(owned).containsExactlyInAnyOrderElementsOf(created);
    }

    @Test
    void aRoomReadsAndWritesItsOwnTablesAndThoseBelow() throws IOException {
        Map<String, Set<String>> upward = new TreeMap<>();
        for (String room : RoomsTest.BOTTOM_UP) {
            Set<String> higher = new TreeSet<>();
            RoomsTest.BOTTOM_UP.subList(RoomsTest.BOTTOM_UP.indexOf(room) + 1, RoomsTest.BOTTOM_UP.size()).stream()
                    .map(above -> OWNED.getOrDefault(above, Set.of()))
                    .forEach(higher::addAll);
            Set<String> named = new TreeSet<>();
            for (Path source : files(ROOMS.resolve(room), ".java")) {
                named.addAll(tables(Files.readString(source)));
            }
            named.retainAll(higher);
            if (!named.isEmpty()) {
                upward.put(room, named);
            }
        }
        assertThat(upward).isEmpty();
    }

    /** Names behind the words of SQL that name tables; comments are prose. */
    private static Set<String> tables(String source) {
        String code = source.replaceAll("(?s)/\\*.*?\\*/", " ").replaceAll("(?m)^\\s*(//|--).*$", " ");
        Set<String> tables = new TreeSet<>();
        Matcher named = NAMED.matcher(code.toLowerCase(Locale.ROOT));
        while (named.find()) {
            tables.add(named.group(1));
        }
        return tables;
    }

    private static List<Path> files(Path folder, String end) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.toString().endsWith(end)).sorted().toList();
        }
    }
}
