package dev.cupel.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cupel.server.platform.postgres.EmbeddedPostgres;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A database that people worked on before assignments were one for each item and member (V10) keeps all they did. */
final class UpgradeTest {
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void upgrade() throws Exception {
        postgres = EmbeddedPostgres.start(Files.createTempDirectory("cupel-upgrade"));
        flyway("7").migrate();
        sql("""
                insert into account (id, kind, email, display_name, password_hash)
                values ('00000000-0000-0000-0000-000000000001', 'person', 'a@example.org', 'A', 'x'),
                       ('00000000-0000-0000-0000-000000000002', 'person', 'b@example.org', 'B', 'y');
                insert into project (key, name, overlap, schema_version, guideline_version, created_by)
                values ('old-one', 'Old', 2, 1, 1, '00000000-0000-0000-0000-000000000001');
                insert into question_code values (1, 0, 'tone'), (1, 1, 'grade'), (1, 2, 'topics');
                insert into option_code values (1, 0, 0, 'good'), (1, 0, 1, 'bad'), (1, 2, 0, 'x'), (1, 2, 1, 'y'), (1, 2, 2, 'z');
                insert into member (project_id, account_id, role)
                values (1, '00000000-0000-0000-0000-000000000001', 'owner'), (1, '00000000-0000-0000-0000-000000000002', 'labeler');
                insert into item (project_id, key, fields) select 1, 'k' || n, '{"text": "t"}' from generate_series(1, 4) n;
                insert into item_state (item_id, project_id, gold) values (1, 1, true), (2, 1, true), (3, 1, true), (4, 1, false);
                insert into queue (item_id, project_id, wanted) values (4, 1, 2);
                """);
        // item 1: leased as an ordinary one, then made gold and answered twice as gold
        // item 2: answered as an ordinary one, then made gold and leased again
        // item 3: gold, skipped first and answered then; item 4: an ordinary one, answered
        sql("""
                insert into assignment (id, project_id, item_id, member_id, kind, state, revision, leased_until) values
                    ('00000000-0000-0000-0000-000000000011', 1, 1, 2, 'gold', 'answered', 2, now()),
                    ('00000000-0000-0000-0000-000000000021', 1, 2, 2, 'gold', 'leased', 0, now()),
                    ('00000000-0000-0000-0000-000000000031', 1, 3, 2, 'gold', 'answered', 2, now()),
                    ('00000000-0000-0000-0000-000000000040', 1, 4, 2, 'production', 'answered', 1, now());
                alter table assignment disable trigger user;
                insert into assignment (id, project_id, item_id, member_id, kind, state, revision, leased_until) values
                    ('00000000-0000-0000-0000-000000000010', 1, 1, 2, 'production', 'leased', 0, now()),
                    ('00000000-0000-0000-0000-000000000020', 1, 2, 2, 'production', 'answered', 1, now());
                alter table assignment enable trigger user;
                """);
        annotation("11", 1, 1, "submitted", "{\"tone\": \"bad\", \"grade\": 3, \"topics\": [\"x\", \"z\"]}");
        annotation("11", 1, 2, "submitted", "{\"tone\": \"good\", \"grade\": 4, \"topics\": []}");
        annotation("20", 2, 1, "submitted", "{\"tone\": \"good\"}");
        annotation("31", 3, 1, "skipped", "{}");
        annotation("31", 3, 2, "submitted", "{\"tone\": \"bad\"}");
        annotation("40", 4, 1, "submitted", "{\"tone\": \"good\"}");
        sql("""
                insert into job (id, kind, project_id, state, params) values
                    ('00000000-0000-0000-0000-0000000000f1', 'import', 1, 'running', '{}'),
                    ('00000000-0000-0000-0000-0000000000f2', 'export', 1, 'done', '{}')
                """);
        flyway("latest").migrate();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void everyAnnotationIsStillThereInItsOrder() throws Exception {
        assertThat(
                        rows(
                                "select item_id, revision, outcome, answers ->> 'tone' from annotation order by item_id, revision"))
                .containsExactly(
                        "1 1 submitted bad",
                        "1 2 submitted good",
                        "2 1 submitted good",
                        "3 1 skipped null",
                        "3 2 submitted bad",
                        "4 1 submitted good");
        assertThat(rows("select count(*) from annotation n where not exists (select 1 from assignment a"
                        + " where a.id = n.assignment_id and a.item_id = n.item_id)"))
                .containsExactly("0");
    }

    @Test
    void ofTwoAssignmentsOfOnePersonToOneItemTheAnsweredOneStays() throws Exception {
        assertThat(rows("select item_id, right(id::text, 2), state, revision from assignment order by item_id"))
                .containsExactly("1 11 answered 2", "2 20 answered 1", "3 31 answered 2", "4 40 answered 1");
    }

    @Test
    void goldIsJudgedByTheFirstAnswerThatWasSubmittedToItAsGold() throws Exception {
        assertThat(
                        rows(
                                "select item_id, question, option, number, options from gold_attempt order by item_id, question"))
                .containsExactly("1 0 1 null null", "1 1 null 3 null", "1 2 null null {0,2}", "3 0 1 null null");
    }

    @Test
    void annotationsCanStillOnlyBeAppended() {
        assertThatThrownBy(() -> sql("update annotation set comment = 'x'")).hasMessageContaining("never overwritten");
    }

    @Test
    void placesTakenAreThoseOfLiveLeasesAndAnswers() throws Exception {
        assertThat(rows("select item_id, taken from place where stage = 'production' order by item_id"))
                .containsExactly("4 1");
    }

    @Test
    void everyPasswordIsALoginOfItsAccount() throws Exception {
        assertThat(rows("select right(account_id::text, 1), provider, subject, password_hash from login order by 1"))
                .containsExactly("1 password null x", "2 password null y");
    }

    @Test
    void jobsBelongToTheirProjectAndImportsGoOnTakingTurns() throws Exception {
        assertThat(rows("select kind, owner, in_turn, state from job order by id"))
                .containsExactly("import project:1 t running", "export project:1 f done");
        assertThatThrownBy(() -> sql("""
                insert into job (id, kind, owner, in_turn, state, params)
                values (gen_random_uuid(), 'import', 'project:1', true, 'running', '{}')
                """)).hasMessageContaining("job_in_turn");
    }

    private static Flyway flyway(String target) {
        return Flyway.configure()
                .dataSource(postgres.jdbcUrl(), postgres.user(), postgres.password())
                .locations("classpath:db/migration")
                .target(target)
                .load();
    }

    private static void annotation(String assignment, int item, int revision, String outcome, String answers)
            throws Exception {
        sql("""
                insert into annotation (assignment_id, project_id, item_id, member_id, revision, save_id, outcome, answers,
                    ambiguous, active_ms, schema_version, guideline_version)
                values ('00000000-0000-0000-0000-0000000000%s', 1, %d, 2, %d, gen_random_uuid(), '%s', '%s', false, 0, 1, 1)
                """.formatted(assignment, item, revision, outcome, answers));
    }

    private static void sql(String statement) throws Exception {
        try (Connection connection = connect();
                var sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private static List<String> rows(String query) throws Exception {
        try (Connection connection = connect();
                var sql = connection.createStatement();
                ResultSet row = sql.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int c = 1; c <= row.getMetaData().getColumnCount(); c++) {
                    values.add(String.valueOf(row.getString(c)));
                }
                rows.add(String.join(" ", values));
            }
            return rows;
        }
    }

    private static Connection connect() throws Exception {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }
}
