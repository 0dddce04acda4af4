package dev.cupel.server.quality;

import dev.cupel.engine.answer.Question;
import dev.cupel.engine.judgement.Estimate;
import dev.cupel.engine.judgement.QualityReport;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.project.Membership;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.SchemaCodes;
import dev.cupel.server.project.Tallies;
import dev.cupel.server.project.Tally;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * How far, how good, what next. What the last reports know is read from them, what is counted may be some seconds old and
 * says so; only what has been saved since the report is counted each time, by index.
 */
@RestController
@RequestMapping("/api/v1/projects/{project}")
final class OverviewController {
    private static final int DAYS = 30;

    record LabelShares(String question, List<QualityReport.Share> options) {}

    record AnnotatorSummary(
            long memberId, String name, String kind, long answers, long medianActiveMs, Estimate goldAccuracy) {}

    record AgreementSummary(String question, Estimate alpha, String interpretation) {}

    /**
     * @param items items to label; gold items are counted apart and are no part of the other figures
     * @param countedAt when the items were counted; what is large is not counted each time
     */
    record Overview(
            long items,
            long complete,
            long inProgress,
            long unlabeled,
            long goldItems,
            long answers,
            int overlap,
            List<QualityReport.DayAnswers> answersPerDay,
            List<LabelShares> labelShares,
            List<AnnotatorSummary> annotators,
            @Nullable AgreementSummary agreement,
            long disputed,
            Pace pace,
            NextStep nextStep,
            Instant countedAt) {}

    private record DayCount(long memberId, String day, long answers) {}

    private record Disputes(short question, long items) {}

    private final JdbcClient sql;
    private final Projects projects;
    private final Tallies tallies;
    private final Reports reports;
    private final People people;

    OverviewController(JdbcClient sql, Projects projects, Tallies tallies, Reports reports, People people) {
        this.sql = sql;
        this.projects = projects;
        this.tallies = tallies;
        this.reports = reports;
        this.people = people;
    }

    @Access(Level.REVIEWER)
    @GetMapping("/overview")
    Overview overview(Membership me, @PathVariable String project) {
        long id = me.projectId();
        SchemaCodes codes = projects.schema(id);
        int overlap = projects.settings(id).overlap();
        Tally tally = tallies.of(id);

        List<LabelShares> labelShares = new ArrayList<>();
        Reports.Stored first = null;
        for (Question question : codes.schema().questions()) {
            Reports.Stored stored = reports.find(id, codes.number(question)).orElse(null);
            QualityReport report = stored == null ? null : stored.report();
            if (report != null) {
                labelShares.add(new LabelShares(question.id(), report.shares()));
            }
            first = question.equals(codes.schema().questions().getFirst()) ? stored : first;
        }
        QualityReport main = first == null ? null : first.report();
        List<DayCount> since = since(id, first == null || main == null ? 0 : first.asOf());
        List<QualityReport.DayAnswers> perDay = answersPerDay(main, since);
        Map<Long, People.Person> known = people.of(id);

        Disputes most = disputes(id);
        Question disputedQuestion = most == null ? null : codes.byNumber(most.question());
        long active = known.values().stream()
                .filter(person -> person.active() && !person.imported())
                .count();
        LocalDate today = sql.sql("select (now() at time zone 'UTC')::date")
                .query(LocalDate.class)
                .single();
        return new Overview(
                tally.items(),
                tally.complete(),
                tally.inProgress(),
                tally.unlabeled(),
                tally.goldItems(),
                tally.answers(),
                overlap,
                perDay,
                labelShares,
                annotators(main, since, known),
                main == null
                        ? null
                        : new AgreementSummary(
                                codes.schema().questions().getFirst().id(),
                                main.agreement().alpha(),
                                main.agreement().interpretation()),
                tally.disputed(),
                Pace.of(perDay, today, tally.open()),
                NextStep.of(new NextStep.Situation(
                        tally.items(),
                        tally.goldItems(),
                        active,
                        overlap,
                        tally.answers(),
                        tally.open(),
                        most == null ? 0 : most.items(),
                        disputedQuestion == null ? null : disputedQuestion.id())),
                tally.countedAt());
    }

    /** First answers that came after an annotation, from the newest end of each member's index. */
    private List<DayCount> since(long project, long annotation) {
        return sql.sql("""
                select m.id as member_id, x.day::text as day, count(*) as answers
                from member m cross join lateral
                    (select (a.saved_at at time zone 'UTC')::date as day from annotation a
                     where a.member_id = m.id and a.id > :after and a.outcome = 'submitted' and a.revision = 1) x
                where m.project_id = :project group by m.id, x.day
                """)
                .param("project", project)
                .param("after", annotation)
                .query((row, number) ->
                        new DayCount(row.getLong("member_id"), row.getString("day"), row.getLong("answers")))
                .list();
    }

    private static List<QualityReport.DayAnswers> answersPerDay(@Nullable QualityReport report, List<DayCount> since) {
        TreeMap<String, Long> days = new TreeMap<>();
        if (report != null) {
            report.answersPerDay().forEach(d -> days.merge(d.day(), d.answers(), Long::sum));
        }
        since.forEach(d -> days.merge(d.day(), d.answers(), Long::sum));
        return days.descendingMap().entrySet().stream()
                .limit(DAYS)
                .map(d -> new QualityReport.DayAnswers(d.getKey(), d.getValue()))
                .toList()
                .reversed();
    }

    private static List<AnnotatorSummary> annotators(
            @Nullable QualityReport report, List<DayCount> since, Map<Long, People.Person> known) {
        Map<Long, Long> more = new HashMap<>();
        since.forEach(d -> more.merge(d.memberId(), d.answers(), Long::sum));
        List<AnnotatorSummary> list = new ArrayList<>();
        if (report != null) {
            for (QualityReport.Annotator a : report.annotators()) {
                People.Person person = known.getOrDefault(a.memberId(), People.UNKNOWN);
                Long fresh = more.remove(a.memberId());
                list.add(new AnnotatorSummary(
                        a.memberId(),
                        person.name(),
                        person.kind(),
                        a.answers() + (fresh == null ? 0 : fresh),
                        a.medianActiveMs(),
                        a.goldAccuracy()));
            }
        }
        more.forEach((member, answers) -> {
            People.Person person = known.getOrDefault(member, People.UNKNOWN);
            list.add(new AnnotatorSummary(
                    member,
                    person.name(),
                    person.kind(),
                    answers,
                    0,
                    Estimate.undefined("The first answers are being evaluated.")));
        });
        list.sort(Comparator.comparingLong(AnnotatorSummary::answers)
                .reversed()
                .thenComparingLong(AnnotatorSummary::memberId));
        return list;
    }

    /** @return the question with most disputed items, or null if there are none */
    private @Nullable Disputes disputes(long project) {
        return sql.sql("""
                select a.question, count(*) as items
                from item_answer a join item_state s on s.item_id = a.item_id
                where a.project_id = ? and a.disputed and a.source = 0 and s.status = 3 and not s.gold
                group by a.question order by items desc, a.question limit 1
                """).param(project).query(Disputes.class).optional().orElse(null);
    }
}
