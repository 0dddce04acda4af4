package dev.cupel.cli;

import static dev.cupel.cli.CommandRun.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What is said where there is little to go by, and where what is wrong. */
final class SmallDataTest {
    private static final String VOTES = "task,worker,label\nt1,a,x\nt1,b,x\nt2,a,y\nt2,b,y\nt3,a,x\nt3,b,x\n";

    @TempDir
    Path folder;

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void aSideThatOnlyTheBetterItemHadIsNoFigureButASentence() {
        StringBuilder rows = new StringBuilder("worker,left,right,winner\n");
        for (int j = 0; j < 40; j++) {
            rows.append("j" + j + ",A,B,A\n");
        }
        JsonNode side =
                run(rows.toString(), "preferences", "-", "--json").json().get("side");
        assertThat(side.get("clear").booleanValue()).isFalse();
        assertThat(side.get("known").booleanValue()).isFalse();
        assertThat(side.get("log_odds").isNull()).isTrue();
        assertThat(side.get("interval").get(0).isNull()).isTrue();
        assertThat(run(rows.toString(), "preferences", "-").out())
                .contains("cannot be told")
                .contains("sides swapped")
                .doesNotContain("every time");
    }

    /** One person who answers five times is one answer. */
    @Test
    void repeatedNumbersOfAPersonAreOneAnswerUnlessSaidOtherwise() {
        StringBuilder rows = new StringBuilder("task,worker,label\n");
        for (int i = 0; i < 5; i++) {
            rows.append("a,x," + (i + 1) + "\na,y,3\n");
        }
        JsonNode last = run(rows.toString(), "numbers", "-", "--json", "--method", "mean")
                .json();
        assertThat(last.at("/answers/count").intValue()).isEqualTo(2);
        assertThat(last.at("/answers/repeated").intValue()).isEqualTo(8);
        assertThat(last.at("/tasks/0/value").doubleValue()).isCloseTo(4, within(1e-12));
        assertThat(last.get("warnings").toString()).contains("8 answers repeat").contains("the last one counts");
        assertThat(run(rows.toString(), "numbers", "-", "--json", "--method", "mean", "--repeated", "first")
                        .json()
                        .at("/tasks/0/value")
                        .doubleValue())
                .isCloseTo(2, within(1e-12));
        assertThat(run(rows.toString(), "numbers", "-", "--json", "--repeated", "keep")
                        .json()
                        .at("/answers/count")
                        .intValue())
                .isEqualTo(10);
    }

    @Test
    void aListsTextIsNeverAClass() {
        String lists = """
                {"task":1,"worker":"a","label":["p","q"]}
                {"task":1,"worker":"b","label":["q","p"]}
                """;
        CommandRun consensus = run(lists, "consensus", "-");
        assertThat(consensus.status()).isEqualTo(3);
        assertThat(consensus.err()).contains(":1:").contains("is a list").contains("table per option");
        CommandRun agreement = run(lists, "agreement", "-");
        assertThat(agreement.status()).isEqualTo(3);
        assertThat(agreement.err()).contains("--sets");
        assertThat(run(lists, "agreement", "-", "--sets", ",").status()).isZero();
        assertThat(run(VOTES.replace("x", "[unk]"), "consensus", "-").status()).isZero();
    }

    @Test
    void probabilitiesOfFewVotesAreSaidToRestOnAssumptions() {
        assertThat(run(VOTES, "consensus", "-", "--json").json().get("warnings").toString())
                .contains("With 6 votes on 3 tasks")
                .contains("not on the data");
    }

    @Test
    void threeRightLabelsAreNotMoreThanChanceOffTheirProbabilities() throws IOException {
        String truth = file("truth.csv", "task,label\nt1,x\nt2,y\nt3,x\n");
        String page = folder.resolve("page.html").toString();
        CommandRun outcome = run(VOTES, "consensus", "-", "--method", "auto", "--truth", truth, "--html", page);
        assertThat(outcome.out()).contains("calibration").doesNotContain("more than chance");
        assertThat(Files.readString(Path.of(page))).doesNotContain("beyond chance");
        assertThat(run(VOTES, "consensus", "-", "--truth", truth, "--json")
                        .json()
                        .at("/truth/calibration_error_debiased")
                        .isNumber())
                .isTrue();
    }

    /** Ties were given to the first class, so that its friends seemed to agree more. */
    @Test
    void workersOfATieShareTheAgreement() {
        String tie = "task,worker,label\nt1,a,x\nt1,b,y\nt2,a,x\nt2,b,y\n";
        JsonNode workers = run(tie, "consensus", "-", "--method", "majority-vote", "--json")
                .json()
                .get("workers");
        assertThat(workers.get(0).get("agreement_with_consensus").doubleValue()).isEqualTo(.5);
        assertThat(workers.get(1).get("agreement_with_consensus").doubleValue()).isEqualTo(.5);
    }

    @Test
    void rowsThatAreRefusedAreNamedByFileAndLine() throws IOException {
        String comparisons = file("c.csv", "worker,left,right,winner\nw,A,B,\n\nw,A,B,A\nw,A,B,none\n");
        CommandRun winner = run("", "preferences", comparisons);
        assertThat(winner.err()).contains("c.csv:5: the winner \"none\"").contains("--missing none");
        String numbers = file("n.csv", "task,worker,label\nt,a,3\nt,b,\nt,c,-1\n");
        assertThat(run("", "numbers", numbers, "--log").err()).contains("n.csv:4: the number -1 has no logarithm");
        String known = file("known.csv", "task,label\nt,1\nt,2\n");
        assertThat(run("", "numbers", numbers, "--truth", known).err())
                .contains("known.csv:3:")
                .contains("the truths 1 and 2");
        assertThat(run("", "numbers", numbers, "--truth", file("other.csv", "task,label\nu,1\n"))
                        .err())
                .contains("other.csv: none of its tasks");
        String votes = file("v.csv", VOTES);
        assertThat(run("", "consensus", votes, "--classes", "x").err()).contains("v.csv:4: has the label \"y\"");
        assertThat(run("", "consensus", votes, "--gold", file("g.csv", "task,label\nt1,x\nt2,z\n"))
                        .err())
                .contains("g.csv:3:")
                .contains("nobody gave");
        assertThat(run("", "consensus", votes, "--classes", "x,y", "--gold", file("g2.csv", "task,label\nt1,x\nt2,z\n"))
                        .err())
                .contains("--classes does not name")
                .doesNotContain("name all classes with");
        assertThat(run("", "consensus", votes, "--truth", file("t.csv", "task,label\nt1,x\nt1,y\n"))
                        .err())
                .contains("t.csv:3:")
                .contains("line 2");
        assertThat(run("", "consensus", votes, "--truth", file("none.csv", "task,label\nu,x\n"))
                        .err())
                .contains("none.csv: none of its tasks");
        String negative = file("r.csv", "task,worker,label\nt,a,1\nt,b,-1\n");
        assertThat(run("", "agreement", negative, "--distance", "ratio").err()).contains("r.csv:3: the label \"-1\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            agreement - --resamples many | whole number         | int
            agreement - --seed many      | whole number         | long
            consensus - --kind song      | text, spans, boxes   | TEXT
            preferences - --method foo   | noisy-bradley-terry  | plackett
            agreement - --metric foo     | icc21                | Exception
            """)
    void refusalsSpeakNoJava(String command, String said, String unsaid) {
        CommandRun outcome = run(VOTES, command.split(" "));
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains(said).doesNotContain(unsaid);
    }

    @ParameterizedTest
    @CsvSource({"auto", "dawid-skene", "dawid-skene-shrunk", "one-coin", "mace", "m-msr", "glad", "bwa", "wawa"})
    void optionsOfAMethodAreWords(String method) {
        assertThat(run(VOTES, "consensus", "-", "--method", method, "--json")
                        .json()
                        .at("/method/options")
                        .stringValue())
                .doesNotContainPattern("E-\\d|\\[|\\.0\\b");
    }

    @Test
    void setsSayWhatWasLeftOutAndWhyThereIsNoInterval() {
        String sets = "task,worker,label\nt1,a,x|y\nt1,b,y|x\nt2,a,x\nt2,b,\n";
        assertThat(run(sets, "agreement", "-", "--sets", "|").out())
                .contains("1 row without a label left out")
                .contains("No interval:");
        JsonNode json = run(sets, "agreement", "-", "--sets", "|", "--json").json();
        assertThat(json.get("notes").size()).isEqualTo(2);
        assertThat(json.get("warnings").isArray()).isTrue();
    }

    @Test
    void twoItemsHaveNoInterval() {
        String two = "task,worker,label\nt1,a,x\nt1,b,x\nt2,a,y\nt2,b,y\n";
        JsonNode kappa = run(two, "agreement", "-", "--json").json().at("/coefficients/cohen_kappa");
        assertThat(kappa.get("interval").isNull()).isTrue();
        assertThat(kappa.get("no_interval").stringValue()).contains("Two items");
    }

    @Test
    void ratersAreUnknownWhereNothingWasLearnedOfThem() {
        String three = "task,worker,label\nt1,a,1\nt1,b,2\nt2,a,3\nt2,b,5\nt3,a,4\nt3,b,4\n";
        for (JsonNode rater : run(three, "numbers", "-", "--json").json().get("workers")) {
            assertThat(rater.get("bias").isNull()).isTrue();
            assertThat(rater.get("deviation").isNull()).isTrue();
        }
    }

    @Test
    void oneOfAThingIsNotSeveral() {
        String texts = """
                {"task":"t","worker":"a","answer":"one two three"}
                {"task":"t","worker":"b","answer":"one two four"}
                """;
        for (String command : List.of("consensus", "agreement")) {
            assertThat(run(texts, command, "-").out()).contains("on 1 task").doesNotContain("1 tasks");
        }
    }
}
