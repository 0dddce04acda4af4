package dev.cupel.server.project;

import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Length;
import dev.cupel.server.platform.web.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What members are good at. */
@RestController
@RequestMapping("/api/v1/projects/{project}/members/{member}/skills")
final class SkillsController {
    /** @param skills words that the project uses alike for people and for items */
    record MemberSkills(@Nullable @Length(max = 50) List<@Nullable String> skills) {}

    private final JdbcClient sql;

    SkillsController(JdbcClient sql) {
        this.sql = sql;
    }

    /** Replaces a member's skills; their next item follows from the new ones. */
    @Access(Level.MANAGER)
    @PutMapping
    MemberSkills put(Membership me, @PathVariable long member, @RequestBody MemberSkills body) {
        List<String> skills = Skills.of(body.skills());
        int changed = sql.sql("update member set skills = ? where id = ? and project_id = ? and removed_at is null")
                .params(skills.toArray(String[]::new), member, me.projectId())
                .update();
        if (changed == 0) {
            throw Problem.notFound("member_unknown", "This project has no such member.");
        }
        return new MemberSkills(List.copyOf(skills));
    }
}
