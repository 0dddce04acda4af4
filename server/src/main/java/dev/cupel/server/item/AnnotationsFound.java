package dev.cupel.server.item;

import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which items have a certain annotation: a question to the room above, which keeps annotations. */
public interface AnnotationsFound {
    /** A condition in SQL, with the values of its parameters. */
    record Condition(String sql, Map<String, Object> values) {}

    /**
     * That an item has such an annotation.
     *
     * @param item what stands for the item's number in SQL
     */
    Condition holds(String item, ItemFilter.Answered wanted);

    /**
     * The items that have one, if they are few.
     *
     * @return at least all of them, in no order and perhaps more than once; or {@code most} if there may be more
     */
    List<Long> items(JdbcClient in, long project, ItemFilter.Answered wanted, int most);
}
