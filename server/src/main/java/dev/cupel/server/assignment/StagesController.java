package dev.cupel.server.assignment;

import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Length;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Membership;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a project asks besides ordinary answers. */
@RestController
@RequestMapping("/api/v1/projects/{project}")
final class StagesController {
    /** @param qualificationNeeded items of the test that must be right */
    record StagesView(
            int qualificationItems,
            double qualificationShare,
            int qualificationNeeded,
            int calibrationItems,
            int auditEvery,
            Stages.Counts counts,
            List<Qualifications.Qualification> qualifications) {}

    record Admission(@Nullable @Length(max = 2000) String reason) {}

    private final Stages stages;
    private final Qualifications qualifications;

    StagesController(Stages stages, Qualifications qualifications) {
        this.stages = stages;
        this.qualifications = qualifications;
    }

    @Access(Level.REVIEWER)
    @GetMapping("/stages")
    StagesView stages(Membership me) {
        Stages.Settings settings = stages.settings(me.projectId());
        return new StagesView(
                settings.qualificationItems(),
                settings.qualificationShare(),
                settings.needed(),
                settings.calibrationItems(),
                settings.auditEvery(),
                stages.counts(me.projectId()),
                qualifications.of(me.projectId()));
    }

    @Access(Level.MANAGER)
    @PatchMapping("/stages")
    StagesView change(Membership me, @RequestBody Stages.StagesChange change) {
        stages.change(me.projectId(), change, me.accountId());
        return stages(me);
    }

    /** Lets a member label whatever their test said. */
    @Access(Level.MANAGER)
    @PutMapping("/members/{member}/qualification")
    StagesView admit(Membership me, @PathVariable long member, @RequestBody Admission admission) {
        String reason = admission.reason() == null ? "" : admission.reason().strip();
        if (reason.isEmpty()) {
            throw Problem.invalid(
                    "reason_missing", "reason", "nobody would know why", "say why they may label without the test");
        }
        qualifications.admit(me.projectId(), member, reason, me.accountId());
        return stages(me);
    }

    /** Begins a member's test anew, on gold they have not seen. */
    @Access(Level.MANAGER)
    @PostMapping("/members/{member}/qualification")
    StagesView retake(Membership me, @PathVariable long member) {
        qualifications.retake(me.projectId(), member);
        return stages(me);
    }
}
