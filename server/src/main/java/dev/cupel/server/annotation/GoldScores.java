package dev.cupel.server.annotation;

import dev.cupel.engine.judgement.Likeness;
import dev.cupel.server.assignment.TestAnswers;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.SchemaCodes;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How often somebody was right on gold: an item is right when every question that has a verified answer was right at the first
 * attempt.
 */
@Component
class GoldScores implements TestAnswers {
    private static final String GIVEN = """
            select a.member_id, g.item_id, g.question, a.state = 'skipped' as skipped,
                   g.option as gold_option, g.number as gold_number, g.options as gold_options, g.value as gold_value,
                   f.option, f.number, f.options, f.value
            from assignment a
            join item i on i.id = a.item_id and i.excluded_at is null and not in_bin(i.id)
            join gold g on g.item_id = a.item_id
            left join gold_attempt f on f.member_id = a.member_id and f.item_id = a.item_id and f.question = g.question
            where a.member_id = any (:members) and a.kind = any (:kinds::stage[]) and a.state = any (:states) and a.leased_at >= :since
            """;

    private static final String[] ANSWERED = {"gold", "qualification"};

    private final JdbcClient sql;
    private final Projects projects;

    GoldScores(JdbcClient sql, Projects projects) {
        this.sql = sql;
        this.projects = projects;
    }

    /** A skipped item of a test is one that was not right: whoever could skip what is hard would pass any test. */
    @Override
    public Score of(long project, long member, Instant since) {
        return score(
                project,
                member,
                new String[] {"qualification"},
                new String[] {"answered", "skipped"},
                Timestamp.from(since));
    }

    /** All gold that was answered, that of tests included. */
    Score of(long project, long member) {
        return score(project, member, ANSWERED, new String[] {"answered"}, new Timestamp(0));
    }

    /** @return the same of everybody who has answered any */
    Map<Long, Score> ofAll(long project) {
        Long[] members = sql.sql("select distinct member_id from gold_attempt where project_id = ?")
                .param(project)
                .query((row, number) -> row.getLong(1))
                .list()
                .toArray(Long[]::new);
        return scores(project, members, ANSWERED, new String[] {"answered"}, new Timestamp(0));
    }

    /** @return none for those who have had no such item */
    private Map<Long, Score> scores(long project, Long[] members, String[] kinds, String[] states, Timestamp since) {
        SchemaCodes codes = projects.schema(project);
        Map<Long, Map<Long, Boolean>> right = new HashMap<>();
        sql.sql(GIVEN)
                .param("members", members)
                .param("kinds", kinds)
                .param("states", states)
                .param("since", since)
                .query(row -> {
                    SchemaCodes.Answered verified = codes.answer(row, "gold_");
                    SchemaCodes.Answered given = row.getBoolean("skipped") ? null : codes.answer(row);
                    boolean fits = !row.getBoolean("skipped")
                            && (verified == null
                                    || (given != null
                                            && Likeness.right(verified.question(), given.answer(), verified.answer())));
                    right.computeIfAbsent(row.getLong("member_id"), member -> new HashMap<>())
                            .merge(row.getLong("item_id"), fits, Boolean::logicalAnd);
                });
        Map<Long, Score> scores = new HashMap<>();
        right.forEach((member, items) -> scores.put(member, new Score(items.size(), (int)
                items.values().stream().filter(fits -> fits).count())));
        return scores;
    }

    private Score score(long project, long member, String[] kinds, String[] states, Timestamp since) {
        return scores(project, new Long[] {member}, kinds, states, since).getOrDefault(member, new Score(0, 0));
    }
}
