package dev.cupel.server.talk;

import dev.cupel.server.item.OpenTalk;
import org.springframework.stereotype.Component;

/** Says it as the index of open threads knows it. */
@Component
class OpenThreads implements OpenTalk {
    @Override
    public String items() {
        return """
                select t.item_id from thread t
                where t.project_id = :project and t.resolved_at is null and (t.note or t.comments > 0)
                """;
    }
}
