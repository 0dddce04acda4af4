package dev.cupel.server.annotation;

import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.judgement.Likeness;
import dev.cupel.formats.nativeform.ExactJson;
import dev.cupel.server.assignment.AssignmentQueue.AssignedItem;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Membership;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.SchemaCodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a newcomer does before the first item: practice, with the verified answers told. Nothing that is answered here is kept anywhere.
 */
@RestController
@RequestMapping("/api/v1/projects/{project}/practice")
final class PracticeController {
    private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

    /** More than these nobody is asked to practise on. */
    private static final int MOST_ITEMS = 3;

    /**
     * @param newcomer whether the caller has neither been through this, or passed it over, nor answered or skipped an item
     * @param items to practise on, those first that were chosen first; often none
     */
    record Practice(boolean newcomer, int schemaVersion, List<AssignedItem> items) {}

    /** @param answers by question id; those that are left out are taken as not given */
    record Attempt(JsonNode answers) {}

    /**
     * One question that has a verified answer.
     *
     * @param right as it is judged on gold, for every kind of question
     * @param verified the verified answer
     */
    record Judged(String question, boolean right, JsonNode verified) {}

    /**
     * @param explanation why that is right; absent if there is none
     */
    record Feedback(List<Judged> questions, @Nullable String explanation) {}

    private final JdbcClient sql;
    private final JsonMapper json;
    private final Projects projects;

    PracticeController(JdbcClient sql, JsonMapper json, Projects projects) {
        this.sql = sql;
        this.json = json;
        this.projects = projects;
    }

    @Access(Level.LABELER)
    @GetMapping
    Practice practice(Membership me) {
        SchemaCodes schema = projects.schema(me.projectId());
        boolean newcomer =
                sql.sql("""
                select introduced_at is null and not exists (select 1 from annotation n where n.member_id = m.id)
                from member m where m.id = ?
                """).param(me.memberId()).query(Boolean.class).single();
        List<AssignedItem> items = sql.sql("""
                select item_code(p.secret, :me, i.id) as code, case when p.shows_key then i.key end as key, i.fields,
                       shown_metadata(i.metadata, p.shows_metadata) as metadata
                from practice_item r join item i on i.id = r.item_id join project p on p.id = r.project_id
                where r.project_id = :p and i.excluded_at is null and not in_bin(i.id)
                order by r.added_at, i.id limit :most
                """)
                .param("me", me.memberId())
                .param("p", me.projectId())
                .param("most", MOST_ITEMS)
                .query((row, number) -> new AssignedItem(
                        row.getString("code"),
                        row.getString("key"),
                        schema.shown(ExactJson.values(ExactJson.read(row.getString("fields")))),
                        json.readValue(row.getString("metadata"), STRINGS)))
                .list();
        return new Practice(newcomer, schema.version(), items);
    }

    /** The caller has read the guideline and practised, or passed it over: from now on their visits begin with an item. */
    @Access(Level.LABELER)
    @PostMapping("/done")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void done(Membership me) {
        sql.sql("update member set introduced_at = now() where id = ? and introduced_at is null")
                .param(me.memberId())
                .update();
    }

    /**
     * Whether answers to an item of practice are right, and what would be. They are not kept.
     *
     * @param item as {@link #practice} names it
     */
    @Access(Level.LABELER)
    @PostMapping("/{item}")
    Feedback judge(Membership me, @PathVariable String item, @RequestBody Attempt attempt) {
        record Known(long id, String explanation) {}
        Known known = sql.sql("""
                select i.id, r.explanation
                from practice_item r join item i on i.id = r.item_id join project p on p.id = r.project_id
                where r.project_id = :p and i.excluded_at is null and not in_bin(i.id) and item_code(p.secret, :me, i.id) = :code
                """)
                .param("p", me.projectId())
                .param("me", me.memberId())
                .param("code", item)
                .query(Known.class)
                .optional()
                .orElseThrow(() -> Problem.notFound("item_unknown", "Nobody practises on this item any more."));
        SchemaCodes schema = projects.schema(me.projectId());
        Map<String, Answer> given = schema.parse(attempt.answers());
        List<Judged> judged = new ArrayList<>();
        sql.sql("select question, option, number, options, value from gold where item_id = ? order by question")
                .param(known.id())
                .query(row -> {
                    SchemaCodes.Answered verified = schema.answer(row);
                    if (verified != null) {
                        Answer answer = given.get(verified.question().id());
                        judged.add(new Judged(
                                verified.question().id(),
                                answer != null && Likeness.right(verified.question(), answer, verified.answer()),
                                verified.json()));
                    }
                });
        return new Feedback(judged, known.explanation().isEmpty() ? null : known.explanation());
    }
}
