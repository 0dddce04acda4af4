package dev.cupel.server.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.engine.answer.Question;
import dev.cupel.formats.dataset.CsvColumns;
import dev.cupel.server.item.ItemSearch;
import dev.cupel.server.item.ItemWhere;
import dev.cupel.server.job.JobView;
import dev.cupel.server.job.JobViews;
import dev.cupel.server.job.Jobs;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Length;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Membership;
import dev.cupel.server.project.ProjectJobs;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.SchemaCodes;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** A project as files: a job writes one, and its result can be read from the first line on. */
@RestController
@RequestMapping("/api/v1/projects/{project}/exports")
final class ExportController {
    /**
     * @param format jsonl, csv or votes
     * @param question whose votes; may be left out if the schema has one question
     * @param questions those a jsonl or csv tells about; all if left out
     * @param items by number: only these
     * @param where only what the list of items shows under this filter; instead of {@code items}
     * @param finished only items on which nothing is left to do
     * @param confidence in [0, 1]: only items each of whose best known answers is decided, verified, or at least so probable
     * @param spreadsheet comma or semicolon: a csv as spreadsheets open it, with a byte-order mark, this between its cells, and an
     *     apostrophe before what would be run as a formula
     */
    record NewExport(
            @Nullable String format,
            @Nullable String question,
            @Nullable @Length(min = 1, max = 1_000) List<String> questions,
            @Nullable @Length(min = 1, max = 10_000) List<Long> items,
            @Nullable ItemWhere where,
            @Nullable Boolean finished,
            @Nullable Double confidence,
            @Nullable @Length(max = 20) String spreadsheet) {}

    /**
     * @param holds what kind of value stands in it
     * @param of the field, the metadata or the question it tells about; null for those that tell about the item
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ExportColumn(String name, String holds, @Nullable String of) {}

    record ExportColumns(List<ExportColumn> columns) {}

    record Exports(List<JobView> jobs) {}

    private final Jobs jobs;
    private final JobViews views;
    private final Projects projects;
    private final ItemSearch search;
    private final JdbcClient sql;

    ExportController(Jobs jobs, JobViews views, Projects projects, ItemSearch search, JdbcClient sql) {
        this.search = search;
        this.sql = sql;
        this.jobs = jobs;
        this.views = views;
        this.projects = projects;
    }

    @Access(value = Level.MANAGER, inArchived = true)
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    JobView start(Membership me, @RequestBody NewExport wanted) {
        ExportFormat format = ExportFormat.of(wanted.format() == null ? "" : wanted.format());
        SchemaCodes codes = projects.schema(me.projectId());
        check(me.projectId(), codes, format, wanted);
        return views.view(jobs.submit(
                ExportJob.KIND,
                ProjectJobs.owner(me.projectId()),
                me.accountId(),
                new ExportJob.Params(
                        format.json(),
                        format == ExportFormat.VOTES ? question(codes, wanted.question()) : null,
                        wanted.questions(),
                        wanted.items(),
                        wanted.where(),
                        wanted.finished(),
                        wanted.confidence(),
                        wanted.spreadsheet())));
    }

    /** What a job would only find out later, told now. */
    private void check(long project, SchemaCodes codes, ExportFormat format, NewExport wanted) {
        if (wanted.items() != null && wanted.where() != null) {
            throw Problem.invalid(
                    "selection_invalid",
                    "items, where",
                    "items are named and described at once",
                    "send either items, by number, or where, a filter");
        }
        if (wanted.where() != null) {
            search.after(project, codes, wanted.where().filter(), 0, 1);
        }
        if (wanted.questions() != null) {
            if (format == ExportFormat.VOTES) {
                throw Problem.invalid(
                        "questions_invalid", "questions", "votes are of one question", "name it as question");
            }
            wanted.questions().forEach(codes::question);
        }
        Double confidence = wanted.confidence();
        if (confidence != null && !(confidence >= 0 && confidence <= 1)) {
            throw Problem.invalid(
                    "out_of_range", "confidence", confidence + " is no probability", "use a number from 0 to 1");
        }
        if (wanted.spreadsheet() != null && format == ExportFormat.JSONL) {
            throw Problem.invalid(
                    "spreadsheet_unknown",
                    "spreadsheet",
                    "no spreadsheet opens JSON lines",
                    "use format csv or votes, or leave spreadsheet out");
        }
        ExportJob.style(wanted.spreadsheet());
    }

    /** The columns that a csv would have now, and what each holds. Metadata that only items in between have may be missing. */
    @Access(Level.MANAGER)
    @GetMapping("/columns")
    ExportColumns columns(Membership me) {
        SchemaCodes codes = projects.schema(me.projectId());
        return new ExportColumns(
                CsvColumns.of(codes.schema(), LabeledItems.someMetadata(sql, me.projectId(), CsvColumns.MOST_METADATA))
                        .stream()
                        .map(column -> new ExportColumn(
                                column.name(), column.holds().name().toLowerCase(Locale.ROOT), column.of()))
                        .toList());
    }

    private static String question(SchemaCodes codes, @Nullable String wanted) {
        if (wanted != null && !wanted.isEmpty()) {
            return codes.question(wanted).id();
        }
        List<Question> questions = codes.schema().questions();
        if (questions.size() > 1) {
            throw Problem.invalid(
                    "question_missing",
                    "question",
                    "votes are of one question, and the schema has several",
                    "name one of " + questions.stream().map(Question::id).toList());
        }
        return questions.getFirst().id();
    }

    @Access(Level.MANAGER)
    @GetMapping
    Exports recent(Membership me) {
        return new Exports(views.recent(ProjectJobs.owner(me.projectId()), ExportJob.KIND));
    }
}
