package dev.cupel.cli.agreement;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.Json;
import dev.cupel.cli.console.TextTable;
import dev.cupel.cli.options.ReportOptions;
import dev.cupel.cli.page.Page;
import dev.cupel.engine.Count;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.agreement.Coefficient;
import dev.cupel.engine.agreement.Icc;
import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.formats.labels.NumberTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** {@code agreement --metric icc}: intraclass correlations of numeric labels, one form or all six. */
final class IccAgreement {
    static final String ALL = "icc";

    private final String file;
    private final NumberTable table;
    private final Bootstrap.Options bootstrap;
    private final Map<Icc.Form, Coefficient> shown;

    private IccAgreement(
            String file, NumberTable table, Bootstrap.Options bootstrap, Map<Icc.Form, Coefficient> shown) {
        this.file = file;
        this.table = table;
        this.bootstrap = bootstrap;
        this.shown = shown;
    }

    /** The names that {@code --metric} knows here: icc for all forms, and each form's own. */
    static List<String> keys() {
        List<String> keys = new ArrayList<>(List.of(ALL));
        Arrays.stream(Icc.Form.values()).map(Icc.Form::key).forEach(keys::add);
        return keys;
    }

    static boolean isMetric(String metric) {
        return metric.toLowerCase(Locale.ROOT).startsWith(ALL);
    }

    /** @throws InputException if there is no such form */
    static IccAgreement of(String file, NumberTable table, String metric, Bootstrap.Options bootstrap) {
        String key = metric.toLowerCase(Locale.ROOT);
        if (!keys().contains(key)) {
            throw new InputException(
                    Code.UNKNOWN_NAME,
                    "--metric",
                    "there is no intraclass correlation \"" + metric + "\"",
                    "choose one of " + String.join(", ", keys()));
        }
        Map<Icc.Form, Coefficient> wanted = new LinkedHashMap<>();
        Icc.of(table.ratings(), bootstrap).forEach((form, value) -> {
            if (key.equals(ALL) || key.equals(form.key())) {
                wanted.put(form, value);
            }
        });
        return new IccAgreement(file, table, bootstrap, wanted);
    }

    void print(Console console, ReportOptions show) throws IOException {
        show.writePage(console, this::page);
        if (show.json()) {
            Json.print(console.out(), json());
            return;
        }
        console.text().println(console.bold(size()));
        console.text()
                .println("Intraclass correlation: the share of the variance of the numbers that is due to the tasks.");
        console.text().println();
        TextTable forms = new TextTable("form", "value", "95% interval", "");
        shown.forEach((form, value) ->
                forms.row(form.key(), AgreementText.figure(value), AgreementText.interval(value), form.meaning()));
        forms.print(console);
        AgreementText.section(console, "Look twice", reasons());
        console.text().println();
        show.saySo(console);
    }

    private String size() {
        return Count.of(table.ratings().size(), "answer") + " by "
                + Count.of(table.workers().size(), "worker") + " on "
                + Count.of(table.tasks().size(), "task");
    }

    /** Each reason once. */
    private List<String> reasons() {
        List<String> reasons = new ArrayList<>(shown.values().stream()
                .flatMap(value -> switch (value) {
                    case Coefficient.Undefined undefined -> Stream.of(undefined.reason());
                    case Coefficient.Estimate estimate -> estimate.noInterval().stream();
                })
                .distinct()
                .toList());
        if (table.rowsLeftOut() > 0) {
            reasons.add(Count.of(table.rowsLeftOut(), "row") + " without a label left out: no answer.");
        }
        reasons.addAll(table.warnings());
        return reasons;
    }

    private Json.Obj json() {
        Json.Obj coefficients = Json.object();
        shown.forEach((form, value) -> coefficients.put(form.key(), AgreementJson.coefficient(value)));
        return Json.object()
                .put("command", "agreement")
                .put("file", file)
                .put(
                        "answers",
                        Json.object()
                                .put("count", table.ratings().size())
                                .put("tasks", table.tasks().size())
                                .put("workers", table.workers().size())
                                .put("repeated", table.repeats())
                                .put("rows_without_label", table.rowsLeftOut()))
                .put("resamples", bootstrap.replicates())
                .put("seed", bootstrap.seed())
                .put("coefficients", coefficients)
                .put("warnings", reasons());
    }

    private String page() {
        Page page = new Page(
                "Intraclass correlation of " + Page.nameOf(file),
                "The share of the variance of the numbers that is due to the tasks. 95% intervals.");
        page.cards(List.of(
                new Page.Card(TextTable.count(table.tasks().size()), "tasks"),
                new Page.Card(TextTable.count(table.ratings().size()), "answers"),
                new Page.Card(TextTable.count(table.workers().size()), "workers")));
        if (!reasons().isEmpty()) {
            page.section("Look twice", "", Page.list(reasons()));
        }
        List<List<Object>> rows = new ArrayList<>();
        shown.forEach((form, value) -> rows.add(
                List.of(form.key(), form.meaning(), AgreementText.figure(value), AgreementText.interval(value))));
        page.section("Forms", "", Page.table(List.of("form", "", "#value", "#95% interval"), rows));
        return page.html();
    }
}
