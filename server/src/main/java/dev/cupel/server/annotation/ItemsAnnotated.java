package dev.cupel.server.annotation;

import dev.cupel.server.item.AnnotationsFound;
import dev.cupel.server.item.ItemFilter;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds items by an annotation they have: whose, when, with which mark. An earlier revision does not count, and neither does what was taken out. */
@Component
class ItemsAnnotated implements AnnotationsFound {
    private static final String CURRENT =
            "annotation n join assignment g on g.id = n.assignment_id and g.revision = n.revision and g.state <> 'taken_out' where ";

    @Override
    public Condition holds(String item, ItemFilter.Answered wanted) {
        Map<String, Object> values = new HashMap<>();
        String is = is(wanted, values);
        return new Condition("exists (select 1 from " + CURRENT + "n.item_id = " + item + is + ")", values);
    }

    @Override
    public List<Long> items(JdbcClient in, long project, ItemFilter.Answered wanted, int most) {
        Map<String, Object> values = new HashMap<>();
        String is = is(wanted, values);
        // An earlier revision is found as well: whether it still holds is for the condition to say.
        return in.sql("select n.item_id from annotation n where n.project_id = :project" + is + " limit " + most)
                .param("project", project)
                .params(values)
                .query((row, number) -> row.getLong(1))
                .list();
    }

    private static String is(ItemFilter.Answered wanted, Map<String, Object> values) {
        StringBuilder is = new StringBuilder();
        if (wanted.by() != null) {
            is.append(" and n.member_id = :by");
            values.put("by", wanted.by());
        }
        time(is, values, " and n.saved_at >= :from", "from", wanted.from());
        time(is, values, " and n.saved_at < :to", "to", wanted.to());
        if (wanted.mark() != null) {
            is.append(
                    switch (wanted.mark()) {
                        case SKIPPED -> " and n.outcome = 'skipped'";
                        case AMBIGUOUS -> " and n.ambiguous";
                        case COMMENT -> " and n.comment is not null";
                    });
        }
        return is.toString();
    }

    private static void time(
            StringBuilder is, Map<String, Object> values, String condition, String name, @Nullable Instant time) {
        if (time != null) {
            is.append(condition);
            values.put(name, Timestamp.from(time));
        }
    }
}
