package dev.cupel.server.assignment;

import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.project.Membership;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Skills that open work asks for. */
@RestController
@RequestMapping("/api/v1/projects/{project}/needs")
final class NeedsController {
    record DemandList(List<Needs.Demand> demands) {}

    private final Needs needs;

    NeedsController(Needs needs) {
        this.needs = needs;
    }

    /** Open work by what it asks for, and how many members may be asked. */
    @Access(Level.REVIEWER)
    @GetMapping
    DemandList demands(Membership me) {
        return new DemandList(needs.of(me.projectId()));
    }
}
