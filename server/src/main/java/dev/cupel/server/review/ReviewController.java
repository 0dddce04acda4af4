package dev.cupel.server.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.server.item.Items;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Length;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.platform.web.Range;
import dev.cupel.server.project.Membership;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.SchemaCodes;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Disputed items one after another, the whole life of each, and decisions. */
@RestController
@RequestMapping("/api/v1/projects/{project}")
final class ReviewController {
    private static final int MOST = 200;

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DisputeList(List<Items.ItemRow> items, @Nullable String next, long total) {}

    record AdjudicationRequest(
            @Nullable Map<String, JsonNode> answers,
            @Nullable String unit,
            @Nullable @Length(max = 4000) String reason,
            @Nullable String rule,
            @Nullable List<Long> replaces) {}

    record ClaimRequest(@Nullable Boolean takeOver) {}

    record Claimed(Instant until) {}

    record ClaimList(List<DisputeClaims.Claim> claims) {}

    private record Hit(long item, float disagreement) {}

    private record Cursor(float disagreement, long item) {
        static Cursor parse(String text) {
            try {
                int bar = text.indexOf('_');
                return new Cursor(Float.parseFloat(text.substring(0, bar)), Long.parseLong(text.substring(bar + 1)));
            } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
                throw Problem.invalid(
                        "cursor_invalid", "after", "'" + text + "' is not a cursor", "use next of the page before");
            }
        }

        @Override
        public String toString() {
            return disagreement + "_" + item;
        }
    }

    private final JdbcClient sql;
    private final Projects projects;
    private final Items items;
    private final ItemLife lives;
    private final Adjudications adjudications;
    private final DisputeClaims claims;

    ReviewController(
            JdbcClient sql,
            Projects projects,
            Items items,
            ItemLife lives,
            Adjudications adjudications,
            DisputeClaims claims) {
        this.claims = claims;
        this.sql = sql;
        this.projects = projects;
        this.items = items;
        this.lives = lives;
        this.adjudications = adjudications;
    }

    @Access(Level.REVIEWER)
    @GetMapping("/items/{itemId}")
    ItemLife.ItemDetail item(Membership me, @PathVariable String project, @PathVariable long itemId) {
        return lives.of(me.projectId(), itemId);
    }

    @Access(Level.REVIEWER)
    @GetMapping("/disputes")
    DisputeList disputes(
            Membership me,
            @PathVariable String project,
            @RequestParam(required = false) @Nullable String question,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "50") @Range(min = 1, max = 200) int limit) {
        Problem.requireRange("limit", limit, 1, MOST);
        SchemaCodes codes = projects.schema(me.projectId());
        Map<String, Object> values = new HashMap<>();
        values.put("project", me.projectId());
        String open = """
                from item_answer a join item_state s on s.item_id = a.item_id
                where a.project_id = :project and a.disputed and a.source = 0 and s.status = 3 and not s.gold
                """;
        if (question != null) {
            open += " and a.question = :question";
            values.put("question", codes.number(codes.question(question)));
        }
        long total = sql.sql("select count(distinct a.item_id) " + open)
                .params(values)
                .query(Long.class)
                .single();
        String page;
        if (question != null) {
            // Straight from the index of open answers.
            page = "select a.item_id, a.disagreement " + open;
        } else {
            page = "select a.item_id, a.disagreement from (select a.item_id, max(a.disagreement) as disagreement "
                    + open + " group by a.item_id) a where true";
        }
        if (after != null) {
            Cursor cursor = Cursor.parse(after);
            page += " and a.disagreement <= cast(:d as real)"
                    + " and (a.disagreement < cast(:d as real) or a.item_id > :id)";
            values.put("d", cursor.disagreement());
            values.put("id", cursor.item());
        }
        List<Hit> hits = sql.sql(page + " order by a.disagreement desc, a.item_id limit " + (limit + 1))
                .params(values)
                .query((row, number) -> new Hit(row.getLong("item_id"), row.getFloat("disagreement")))
                .list();
        List<Hit> shown = hits.size() > limit ? hits.subList(0, limit) : hits;
        String next = hits.size() > limit
                ? new Cursor(shown.getLast().disagreement(), shown.getLast().item()).toString()
                : null;
        return new DisputeList(
                items.rows(me.projectId(), shown.stream().map(Hit::item).toList()), next, total);
    }

    @Access(Level.REVIEWER)
    @PutMapping("/items/{itemId}/adjudication")
    ItemLife.ItemDetail decide(
            Membership me,
            @PathVariable String project,
            @PathVariable long itemId,
            @RequestBody AdjudicationRequest body) {
        if (body.answers() == null || body.answers().isEmpty()) {
            throw Problem.invalid(
                    "answers_invalid",
                    "answers",
                    "there is nothing to decide",
                    "send an answer to at least one question");
        }
        adjudications.decide(
                me,
                itemId,
                new Adjudications.Decision(
                        body.answers(),
                        body.unit(),
                        body.reason() == null ? "" : body.reason(),
                        body.rule(),
                        body.replaces() == null ? Set.of() : Set.copyOf(body.replaces())));
        claims.release(me, itemId);
        return lives.of(me.projectId(), itemId);
    }

    @Access(Level.REVIEWER)
    @DeleteMapping("/items/{itemId}/adjudication")
    ItemLife.ItemDetail retract(
            Membership me, @PathVariable String project, @PathVariable long itemId, @RequestParam List<Long> decision) {
        if (decision.isEmpty()) {
            throw Problem.invalid(
                    "answers_invalid", "decision", "there is nothing to take back", "name the decision by its number");
        }
        adjudications.retract(me, itemId, Set.copyOf(decision));
        return lives.of(me.projectId(), itemId);
    }

    @Access(Level.REVIEWER)
    @GetMapping("/disputes/claims")
    ClaimList claims(Membership me, @PathVariable String project) {
        return new ClaimList(claims.ofOthers(me));
    }

    @Access(Level.REVIEWER)
    @PutMapping("/items/{itemId}/claim")
    Claimed claim(
            Membership me,
            @PathVariable String project,
            @PathVariable long itemId,
            @RequestBody(required = false) @Nullable ClaimRequest body) {
        return new Claimed(claims.claim(me, itemId, body != null && Boolean.TRUE.equals(body.takeOver())));
    }

    @Access(Level.REVIEWER)
    @DeleteMapping("/items/{itemId}/claim")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void letGo(Membership me, @PathVariable String project, @PathVariable long itemId) {
        claims.release(me, itemId);
    }
}
