package dev.cupel.cli;

import static dev.cupel.cli.CommandRun.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Shapes that tables really have: read with the right figures, or with a sentence that says what to do. */
final class TableShapesTest {
    private static final String INT_AND_FLOAT = """
            task,worker,label
            q0,ann,1
            q0,ben,1.0
            q1,ann,0
            q1,ben,0.0
            q2,ann,1
            q2,ben,1.0
            q3,ann,0
            q3,ben,1.0
            q4,ann,1
            q4,ben,1.0
            q5,ann,0
            q5,ben,0.0
            """;
    private static final String NONE = """
            task,worker,label
            q1,ann,1
            q2,ann,1
            q3,ann,2
            q1,ben,1
            q2,ben,1
            q3,ben,None
            q1,cat,None
            q2,cat,1
            q3,cat,2
            """;

    @TempDir
    Path folder;

    @Test
    void spellingsOfOneNumberAreOneClassAndThatIsSaid() {
        CommandRun outcome = run(INT_AND_FLOAT, "agreement", "-", "--json");
        assertThat(outcome.coefficient("krippendorff_nominal")).isEqualTo(0.686, within(0.0005));
        assertThat(outcome.json().get("warnings").toString()).contains("1 and 1.0 are the same number");
    }

    @Test
    void aTruthMaySpellNumbersInAnotherWayThanTheVotes() throws IOException {
        String truth = Files.writeString(folder.resolve("truth.csv"), "task,label\nq0,1.0\nq1,0.0\n")
                .toString();
        CommandRun outcome = run(
                INT_AND_FLOAT.replace(".0", ""),
                "consensus",
                "-",
                "--method",
                "majority-vote",
                "--json",
                "--truth",
                truth);
        assertThat(outcome.json().at("/truth/accuracy").doubleValue()).isEqualTo(1.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"agreement", "consensus"})
    void aWordForAGapIsAWarningFromEveryCommand(String command) {
        assertThat(run(NONE, command, "-", "--json").json().get("warnings").toString())
                .contains("None")
                .contains("--missing None");
    }

    @Test
    void aCodeForMissingAnswersIsNoClass() {
        assertThat(run(NONE, "agreement", "-", "--missing", "None", "--json").coefficient("krippendorff_nominal"))
                .isEqualTo(1.0);
    }

    @Test
    void allCodesForGapsAreNamedInOneSentence() {
        String codes =
                "task,worker,label\nq1,a,yes\nq1,b,#N/A\nq2,a,no\nq2,b,<NA>\nq3,a,\\N\nq3,b,no\nq4,a,-\nq4,b,.\n";
        JsonNode warnings = run(codes, "agreement", "-", "--json").json().get("warnings");
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0).stringValue()).contains("#N/A", "<NA>", "\\N", "\"-\"", "\".\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Yes|yes|capital letters",
                "caf\u00e9|cafe\u0301|how Unicode spells",
                "\uff21|a|x|blanks, capital letters or the spelling of characters",
                "\" yes\"|yes|blanks at their ends",
                "01|1|how their number is written"
            })
    void twoSpellingsOfOneLabelAreAWarning(String pair) {
        String[] parts = pair.split("\\|");
        String text = "task,worker,label\nt,a," + parts[0] + "\nt,b," + parts[1] + "\n";
        assertThat(run(text, "agreement", "-", "--json").json().get("warnings").toString())
                .contains("differ only in " + (parts.length > 3 ? parts[3] : parts[2]));
    }

    @Test
    void idsThatASpreadsheetRoundedAreAWarning() {
        String ids = "task,worker,label\n6.45E+17,a,x\n6.45E+17,b,x\n6.46E+17,a,y\n6.46E+17,b,x\n";
        assertThat(run(ids, "agreement", "-", "--json").json().get("warnings").toString())
                .contains("exponent form, such as 6.45E+17");
    }

    @ParameterizedTest
    @ValueSource(strings = {"numbers -", "agreement - --distance interval", "consensus -"})
    void aNumberThatStatisticsPackagesWriteForAGapIsRefusedWithItsLine(String command) {
        CommandRun outcome = run("task,worker,label\nq1,a,3\nq1,b,4\nq2,a,8.98846567431158e+307\n", command.split(" "));
        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.err())
                .startsWith("stdin:4:6: the label")
                .contains("missing")
                .doesNotContain("bug");
    }

    @Test
    void aColumnPerRaterIsATableToo() {
        String wide = "item,rater1,rater2,rater3\ni1,1,1,1\ni2,2,2,3\ni3,3,,3\ni4,NA,2,2\ni5,1,1,2\n";
        assertThat(run(wide, "agreement", "-", "--wide", "--missing", "NA", "--json")
                        .coefficient("krippendorff_nominal"))
                .isEqualTo(0.564, within(0.0005));
        assertThat(run(wide, "agreement", "-", "--wide", "--json")
                        .json()
                        .get("warnings")
                        .toString())
                .contains("--missing NA");
    }

    @Test
    void columnsMayHaveOtherNames() {
        String renamed = NONE.replace("task,worker,label", "Input.text,WorkerId,Answer.x");
        assertThat(run(renamed, "agreement", "-").err()).contains("--task NAME");
        CommandRun outcome = run(
                renamed,
                "agreement",
                "-",
                "--json",
                "--task",
                "Input.text",
                "--worker",
                "WorkerId",
                "--label",
                "Answer.x",
                "--missing",
                "None");
        assertThat(outcome.coefficient("krippendorff_nominal")).isEqualTo(1.0);
    }

    @Test
    void comparisonsOfArenasAreKnownByTheirHeader() {
        String arena = """
                model_a,model_b,winner,judge
                m1,m2,model_a,j1
                m2,m3,model_b,j2
                m1,m3,tie,j1
                m1,m3,tie (bothbad),j2
                m2,m1,model_b,j3
                """;
        JsonNode items = run(arena, "preferences", "-", "--json").json().get("items");
        assertThat(items.get(0).get("item").stringValue()).isEqualTo("m1");
        assertThat(items.get(0).get("score").doubleValue()).isEqualTo(0.42, within(0.005));
        assertThat(items.get(1).get("score").doubleValue()).isEqualTo(0.31, within(0.005));
        assertThat(items.get(2).get("score").doubleValue()).isEqualTo(-0.74, within(0.005));
    }

    @Test
    void aDecimalCommaIsSuggestedAndReadWhenAskedFor() {
        String text = "task;worker;label\nq1;ann;3,5\nq1;ben;4,0\nq3;ann;1.250,5\nq3;ben;1.200\n";
        assertThat(run(text, "numbers", "-").err()).contains("add --decimal comma");
        CommandRun outcome = run(text, "numbers", "-", "--decimal", "comma", "--method", "mean", "--json");
        assertThat(outcome.json().at("/tasks/1/value").doubleValue()).isEqualTo(1225.25);
    }

    @ParameterizedTest
    @ValueSource(strings = {"output", "text"})
    void transcriptsUnderAnotherKeyAreReadWhenItIsNamed(String key) {
        String rows =
                "{\"task\":\"t\",\"worker\":\"a\",\"output\":\"the cat\"}\n{\"task\":\"t\",\"worker\":\"b\",\"output\":\"a cat\"}\n"
                        .replace("output", key);
        assertThat(run(rows, "consensus", "-").err()).contains("--kind text --label " + key);
        assertThat(run(rows, "consensus", "-", "--kind", "text", "--label", key, "--json")
                        .json()
                        .at("/answers/count")
                        .intValue())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"agreement", "consensus"})
    void noLineIsWiderThanTheTerminal(String command) {
        String label = "clearly expresses " + "very ".repeat(80) + "positive feelings";
        String text = "task,worker,label\n" + "t".repeat(300) + ",ann," + label + "\nq,ben," + label + "\nq,ann,NA"
                + "x".repeat(150) + "\nq,cat," + label.toUpperCase(java.util.Locale.ROOT) + "\n";
        assertThat(run(text, command, "-").out().lines())
                .allSatisfy(line ->
                        assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(100));
    }
}
