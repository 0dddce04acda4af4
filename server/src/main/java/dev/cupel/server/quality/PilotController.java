package dev.cupel.server.quality;

import dev.cupel.engine.answer.Question;
import dev.cupel.engine.judgement.Estimate;
import dev.cupel.engine.judgement.Judgement;
import dev.cupel.engine.judgement.QualityReport;
import dev.cupel.server.assignment.Pilots;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Length;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.platform.web.Range;
import dev.cupel.server.project.Membership;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.SchemaCodes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Pilots: a first part of a project that everything else waits for, until people agree well enough on it. */
@RestController
@RequestMapping("/api/v1/projects/{project}/pilots")
final class PilotController {
    /**
     * How well people agree on the items of a pilot.
     *
     * @param alpha Krippendorff's, with the distance of the kind of question
     * @param met whether alpha reaches the pilot's target; not so while it is undefined
     */
    record PilotAgreement(String question, Estimate alpha, boolean met) {}

    /**
     * @param answersWanted on all its items together
     * @param unfinished whether it runs and some of its items still want answers
     * @param measured as it is now, or as it was when the pilot ended
     */
    record PilotView(
            int number,
            int items,
            int answersPerItem,
            long answersWanted,
            long answers,
            boolean unfinished,
            double target,
            int guidelineVersion,
            Instant startedAt,
            String startedBy,
            @Nullable Instant endedAt,
            @Nullable String endedBy,
            @Nullable String reason,
            List<PilotAgreement> measured) {}

    /** @param pilots the newest first */
    record PilotList(List<PilotView> pilots) {}

    /**
     * @param answersPerItem 3 unless it says
     * @param target agreement from which the pilot counts as passed; 0.667 unless it says
     */
    record NewPilot(
            @Range(min = 1, max = 1000) int items,
            @Nullable @Range(min = 2, max = 100) Integer answersPerItem,
            @Nullable Double target) {}

    /** @param reason needed where answers are missing or the target is not met */
    record PilotEnd(@Nullable @Length(max = 2000) String reason) {}

    /** Krippendorff (2004) draws tentative conclusions from here on. */
    private static final double USUAL_TARGET = 0.667;

    private static final TypeReference<List<PilotAgreement>> MEASURED = new TypeReference<>() {};

    private final Pilots pilots;
    private final Projects projects;
    private final DataSource database;
    private final JsonMapper json;

    PilotController(Pilots pilots, Projects projects, DataSource database, JsonMapper json) {
        this.pilots = pilots;
        this.projects = projects;
        this.database = database;
        this.json = json;
    }

    @Access(Level.REVIEWER)
    @GetMapping
    PilotList pilots(Membership me) {
        return new PilotList(pilots.of(me.projectId()).stream()
                .map(pilot -> view(me.projectId(), pilot))
                .toList());
    }

    /** Starts a pilot: from now on only its items are handed out. */
    @Access(Level.MANAGER)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    PilotList start(Membership me, @RequestBody NewPilot pilot) {
        pilots.start(
                me.projectId(),
                pilot.items(),
                pilot.answersPerItem() == null ? 3 : pilot.answersPerItem(),
                pilot.target() == null ? USUAL_TARGET : pilot.target(),
                me.accountId());
        return pilots(me);
    }

    /**
     * Ends a pilot: from now on everything else is handed out. Where answers are missing or its target is not met, somebody has to say why
     * all the same.
     *
     * @throws Problem pilot_unfinished, pilot_below_target, pilot_not_running
     */
    @Access(Level.MANAGER)
    @PostMapping("/{number}/end")
    PilotList end(Membership me, @PathVariable int number, @RequestBody(required = false) @Nullable PilotEnd end) {
        Pilots.Pilot running = pilots.running(me.projectId())
                .filter(pilot -> pilot.number() == number)
                .orElseThrow(Pilots::notRunning);
        List<PilotAgreement> measured = measure(me.projectId(), running);
        List<PilotAgreement> missed =
                measured.stream().filter(one -> !one.met()).toList();
        String given = end == null || end.reason() == null ? "" : end.reason().strip();
        if (running.unfinished() && given.isEmpty()) {
            throw Problem.conflict(
                            "pilot_unfinished",
                            running.given() + " of " + running.items() * running.answers() + " answers are there.",
                            "Wait for the others, or say why to go on without them.")
                    .with("there", running.given())
                    .with("wanted", running.items() * running.answers());
        }
        if (!missed.isEmpty() && given.isEmpty()) {
            String questions = missed.stream().map(PilotAgreement::question).collect(Collectors.joining(", "));
            throw Problem.conflict(
                            "pilot_below_target",
                            "People do not agree well enough yet on: " + questions + ".",
                            "Improve the guideline or the questions and pilot again, or say why to go on all the same.")
                    .with("questions", questions);
        }
        pilots.end(
                me.projectId(),
                number,
                given.isEmpty() ? null : given,
                json.writeValueAsString(measured),
                me.accountId());
        return pilots(me);
    }

    private PilotView view(long project, Pilots.Pilot pilot) {
        return new PilotView(
                pilot.number(),
                pilot.items(),
                pilot.answers(),
                (long) pilot.items() * pilot.answers(),
                pilot.given(),
                pilot.unfinished(),
                pilot.target(),
                pilot.guidelineVersion(),
                pilot.startedAt(),
                pilot.startedBy(),
                pilot.endedAt(),
                pilot.endedBy(),
                pilot.reason(),
                pilot.measured() == null ? measure(project, pilot) : json.readValue(pilot.measured(), MEASURED));
    }

    private List<PilotAgreement> measure(long project, Pilots.Pilot pilot) {
        SchemaCodes codes = projects.schema(project);
        List<PilotAgreement> measured = new ArrayList<>();
        try (Connection connection = database.getConnection()) {
            for (Question question : codes.schema().questions()) {
                VoteReader.Snapshot snapshot = new VoteReader(
                                connection, project, codes.number(question), OptionalInt.of(pilot.number()))
                        .read(codes, question);
                QualityReport.Agreement agreement = snapshot.votes() == null
                        ? null
                        : Judgement.of(snapshot.votes()).report().agreement();
                Estimate alpha = agreement == null
                        ? Estimate.undefined("Nobody has answered this question in the pilot yet.")
                        : agreement.alpha();
                Double value = alpha.value();
                measured.add(new PilotAgreement(question.id(), alpha, value != null && value >= pilot.target()));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the votes of a pilot cannot be read", e);
        }
        return measured;
    }
}
