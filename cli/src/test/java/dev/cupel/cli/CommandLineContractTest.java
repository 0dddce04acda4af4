package dev.cupel.cli;

import static dev.cupel.cli.CommandRun.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class CommandLineContractTest {
    private static final String VOTES = """
            task,worker,label
            t1,w1,yes
            t1,w2,yes
            t1,w3,no
            t2,w1,no
            t2,w2,no
            t2,w3,no
            t3,w1,yes
            t3,w2,yes
            t3,w3,yes
            """;

    @TempDir
    Path folder;

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void consensusWritesALabelWithItsProbabilityPerTask() throws IOException {
        String out = folder.resolve("out.csv").toString();
        CommandRun outcome = run("", "consensus", file("votes.csv", VOTES), "--method", "majority-vote", "--out", out);
        assertThat(outcome.status()).isZero();
        assertThat(Files.readAllLines(Path.of(out)))
                .containsExactly("task,label,probability", "t1,yes,0.666667", "t2,no,1.000000", "t3,yes,1.000000");
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("out.csv", "votes.csv");
    }

    @Test
    void softAddsEveryClass() throws IOException {
        String votes = "task,worker,label\n\"a,b\",w1,\"x\"\"y\"\n\"a,b\",w2,z\n";
        CommandRun outcome = run(votes, "consensus", "-", "--method", "majority-vote", "--soft", "--out", "-");
        assertThat(outcome.out().lines())
                .containsExactly(
                        "task,label,probability,\"p_x\"\"y\",p_z", "\"a,b\",\"x\"\"y\",0.500000,0.500000,0.500000");
        assertThat(outcome.err()).contains("2 votes by 2 workers on 1 task, 2 classes");
    }

    @Test
    void truthAddsAccuracyWithTiesAsFractionsAndUnknownClassesAsWrong() throws IOException {
        CommandRun outcome = run(
                "",
                "consensus",
                file("votes.csv", VOTES + "t4,w1,yes\nt4,w2,no\n"),
                "--method",
                "majority-vote",
                "--json",
                "--truth",
                file("truth.csv", "task,label\nt1,yes\nt2,perhaps\nt4,yes\nt9,yes\n"));
        JsonNode truth = JsonMapper.shared().readTree(outcome.out()).get("truth");
        assertThat(truth.get("tasks").intValue()).isEqualTo(3);
        assertThat(truth.get("accuracy").doubleValue()).isEqualTo(1.5 / 3);
        assertThat(truth.get("majority_accuracy").doubleValue()).isEqualTo(1.5 / 3);
        assertThat(truth.get("truth_nobody_voted").intValue()).isEqualTo(1);
        assertThat(truth.get("truths_without_votes").intValue()).isEqualTo(1);
    }

    @Test
    void truthsThatShareNoTaskWithTheVotesAreBadInput() throws IOException {
        CommandRun outcome =
                run("", "consensus", file("votes.csv", VOTES), "--truth", file("truth.csv", "task,label\nx,yes\n"));
        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.err())
                .contains("none of its tasks is among the votes")
                .doesNotContain("bug");
    }

    @ParameterizedTest
    @CsvSource({
        "consensus, 'command,file,votes,method,mean_probability,tied_tasks,unanimous_tasks,classes,workers,"
                + "least_certain_tasks,truth,warnings,seconds'",
        "agreement, 'command,file,version,votes,distance,resamples,seed,headline,coefficients,classes,workers,pair_count,"
                + "pairs,most_disputed_tasks,accuracy_ceiling,interpretation,notes,warnings'",
        "numbers, 'command,file,answers,method,tasks,workers,truth,warnings'",
        "preferences, 'command,file,comparisons,method,items,workers,side,length,warnings'"
    })
    void keysOfTheJsonAreStable(String command, String keys) {
        String input = switch (command) {
            case "numbers" -> VOTES.replace("yes", "1.5").replace("no", "3");
            case "preferences" -> "worker,left,right,winner\nw1,a,b,left\nw2,a,b,b\nw2,b,c,tie\nw1,c,a,c\n";
            default -> VOTES;
        };
        CommandRun outcome = run(input, command, "-", "--json");
        assertThat(outcome.err()).isEmpty();
        JsonNode json = JsonMapper.shared().readTree(outcome.out());
        assertThat(json.propertyNames()).containsExactly(keys.split(","));
        assertThat(json.get("command").stringValue()).isEqualTo(command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "consensus",
                "nonsense",
                "consensus - --method nonsense",
                "consensus - --rounds 0",
                "consensus - --rounds x",
                "consensus - --repeated sometimes",
                "agreement - --distance far",
                "agreement - --metric nonsense",
                "agreement - --resamples -1",
                "numbers - --method nonsense",
                "preferences - --method nonsense",
                "serve --port 70000"
            })
    void wrongUsageIsStatus2AndSaysHow(String line) {
        CommandRun outcome = run(VOTES, line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(outcome.status()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err() + outcome.out()).isNotBlank().doesNotContain("at dev.cupel");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "task,worker,label\n",
                "task,worker\nt,w\n",
                "task,worker,label\nt1\n",
                "task,worker,label\nt,w,\n",
                "task,worker,label\nt,w,\"open\n",
                "{\"task\":1}\n",
                "not json, not csv"
            })
    void badInputIsStatus3AndNamesThePlace(String input) {
        for (String command : List.of("consensus", "agreement", "numbers", "preferences")) {
            CommandRun outcome = run(input, command, "-");
            assertThat(outcome.status()).as(command + ": " + outcome.err()).isEqualTo(3);
            assertThat(outcome.err()).startsWith("stdin");
            assertThat(outcome.out()).isEmpty();
        }
    }

    @Test
    void aFileThatIsNotThereIsBadInput() {
        CommandRun outcome = run("", "consensus", folder.resolve("none.csv").toString());
        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.err()).contains("there is no such file");
    }

    @Test
    void aResultThatCannotBeWrittenIsSaidAndLeavesNothing() throws IOException {
        CommandRun outcome = run(
                "",
                "consensus",
                file("votes.csv", VOTES),
                "--out",
                folder.resolve("no/folder/out.csv").toString());
        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.err()).contains("its folder does not exist");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "task,worker,label\nt1,w1,a\n",
                "task,worker,label\nt1,w1,a\nt2,w1,b\n",
                "task,worker,label\nt1,w1,a\nt1,w2,a\nt2,w1,a\n",
                "task,worker,label\nt1,w1,a\nt1,w1,b\nt1,w2,a\n"
            })
    void oneWorkerOneClassOrARepetitionIsNoBug(String votes) {
        for (String command : List.of("consensus", "agreement")) {
            CommandRun outcome = run(votes, command, "-");
            assertThat(outcome.status()).as(command + ": " + outcome.err()).isZero();
        }
    }

    @Test
    void repeatedVotesAreCountedAndThePolicyIsTheUsers() {
        String votes = "task,worker,label\nt1,w1,a\nt1,w1,b\nt1,w2,a\nt2,w1,a\nt2,w2,b\n";
        String report = run(votes, "consensus", "-").out();
        assertThat(report)
                .containsOnlyOnce(
                        "1 vote repeats an earlier one of the same worker on the same task; the last one counts.");
        for (String policy : List.of("last", "first", "keep")) {
            JsonNode json = JsonMapper.shared()
                    .readTree(run(votes, "consensus", "-", "--json", "--repeated", policy)
                            .out());
            assertThat(json.get("votes").get("count").intValue()).isEqualTo(policy.equals("keep") ? 5 : 4);
        }
    }

    private static final String THREE_PEOPLE = """
            task,worker,label
            q1,ann,1
            q2,ann,1
            q3,ann,2
            q1,ben,1
            q2,ben,1
            q3,ben,3
            q1,cat,3
            q2,cat,1
            q3,cat,2
            """;

    @Test
    void warningsNameLabelsNeverTheirNumbers() {
        String report = run(THREE_PEOPLE, "consensus", "-").out();
        assertThat(report).doesNotContain("class 2").doesNotContain("five models");
        assertThat(report.lines().filter(line -> line.contains("sat out")))
                .allMatch(line -> line.contains("\"1\"") || line.contains("\"2\"") || line.contains("\"3\""));
    }

    @Test
    void whatTookPartIsCounted() {
        assertThat(run(VOTES, "consensus", "-").out()).containsPattern("mean of [23] models|only wawa took part");
    }

    @Test
    void anOptionOutOfRangeIsNamedAsItWasWritten() {
        assertThat(run(VOTES, "consensus", "-", "--rounds", "0").err())
                .contains("--rounds: is 0")
                .doesNotContain("Optional");
        assertThat(run(VOTES, "consensus", "-", "--threads", "-3").err()).contains("--threads: is -3");
    }

    @Test
    void goldIsUsedWhileEstimatingAndNeverCountsInTheAccuracy() throws IOException {
        String gold = file("gold.csv", "task,label\nt1,no\n");
        String truth = file("truth.csv", "task,label\nt1,no\nt2,no\n");
        String votes = file("votes.csv", VOTES);
        CommandRun outcome = run("", "consensus", votes, "--gold", gold, "--truth", truth, "--json");
        JsonNode json = JsonMapper.shared().readTree(outcome.out()).get("truth");
        assertThat(json.get("tasks").intValue()).isEqualTo(1);
        assertThat(json.get("truths_given_as_gold").intValue()).isEqualTo(1);
        assertThat(run("", "consensus", votes, "--gold", gold, "--out", "-").out())
                .contains("t1,no,1.000000");
        assertThat(run("", "consensus", votes, "--gold", gold, "--truth", truth).out())
                .contains("1 truth is on a task given as gold");
        CommandRun same = run("", "consensus", votes, "--gold", gold, "--truth", gold);
        assertThat(same.status()).isEqualTo(3);
        assertThat(same.err()).contains("all of its tasks are gold");
        CommandRun other = run("", "consensus", votes, "--gold", file("g2.csv", "task,label\nt1,maybe\n"));
        assertThat(other.status()).isEqualTo(3);
        assertThat(other.err()).contains("\"maybe\"").contains("--classes");
    }

    @Test
    void declaredClassesCountEvenWhereNobodyGaveThem() throws IOException {
        String votes = file("votes.csv", VOTES);
        CommandRun outcome = run(
                "",
                "consensus",
                votes,
                "--classes",
                "no,maybe,yes",
                "--method",
                "majority-vote",
                "--soft",
                "--out",
                "-");
        assertThat(outcome.out().lines().findFirst()).hasValue("task,label,probability,p_no,p_maybe,p_yes");
        CommandRun short1 = run("", "consensus", votes, "--classes", "yes");
        assertThat(short1.status()).isEqualTo(3);
        assertThat(short1.err()).contains("\"no\"").contains("--classes");
    }

    @Test
    void labelsThatTheVotesWriteOtherwiseAreBlamedInsteadOfTaskIds() throws IOException {
        CommandRun outcome =
                run("", "consensus", file("votes.csv", VOTES), "--truth", file("truth.csv", "task,label\nt1,Yes!\n"));
        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.err()).contains("Yes!").doesNotContain("task ids");
    }

    @Test
    void confusionHasOnlyCellsThatVotesBearOn() {
        StringBuilder votes = new StringBuilder("task,worker,label\n");
        for (int t = 0; t < 300; t++) {
            for (int w = 0; w < 3; w++) {
                votes.append("t")
                        .append(t)
                        .append(",w")
                        .append((t + w) % 40)
                        .append(",l")
                        .append(t + (w == 2 ? 1 : 0))
                        .append('\n');
            }
        }
        JsonNode json = JsonMapper.shared()
                .readTree(run(votes.toString(), "consensus", "-", "--json").out());
        int cells = 0;
        for (JsonNode worker : json.get("workers")) {
            for (JsonNode row : worker.get("confusion")) {
                cells += row.size();
            }
        }
        assertThat(cells).isPositive().isLessThan(3 * 900);
    }

    @Test
    void theOrderOfRowsDoesNotMatter() {
        List<String> rows = VOTES.lines().skip(1).toList();
        String turned = "task,worker,label\n" + String.join("\n", rows.reversed()) + "\n";
        JsonNode one = JsonMapper.shared()
                .readTree(run(VOTES, "consensus", "-", "--json").out());
        JsonNode other = JsonMapper.shared()
                .readTree(run(turned, "consensus", "-", "--json").out());
        assertThat(other.get("workers").get(0).get("quality").doubleValue())
                .isCloseTo(
                        one.get("workers").get(0).get("quality").doubleValue(),
                        org.assertj.core.data.Offset.offset(1e-9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"consensus", "agreement", "numbers", "preferences"})
    void pagesHoldHostileNamesAsTextAndNothingFromElsewhere(String command) throws IOException {
        String votes = switch (command) {
            case "numbers" -> """
                task,worker,label
                <script>alert(1)</script>,"<img src=x onerror='1'>",1
                <script>alert(1)</script>,w2,4
                t2,w2,2
                t2,"<img src=x onerror='1'>",2.5
                """;
            case "preferences" -> """
                worker,left,right,winner
                "<img src=x onerror='1'>",<script>alert(1)</script>,b,left
                w2,b,<script>alert(1)</script>,b
                """;
            default -> """
                task,worker,label
                <script>alert(1)</script>,"<img src=x onerror='1'>","</title>&"
                <script>alert(1)</script>,w2,b
                t2,w2,b
                t2,"<img src=x onerror='1'>",b
                """;
        };
        assertThatThePageIsHarmless(votes, command);
    }

    private void assertThatThePageIsHarmless(String input, String command) throws IOException {
        String page = folder.resolve("page.html").toString();
        CommandRun outcome = run(input, command, "-", "--html", page);
        assertThat(outcome.status()).as(outcome.err()).isZero();
        String html = Files.readString(Path.of(page));
        assertThat(html)
                .contains("<section>")
                .doesNotContain("<script")
                .doesNotContain("<img")
                .doesNotContain("http:")
                .doesNotContain("https:");
        assertThat(html).contains("&lt;script&gt;alert(1)&lt;/script&gt;").contains("default-src 'none'");
    }

    @Test
    void escapeSequencesInNamesDoNotReachTheTerminal() {
        CommandRun outcome = run("task,worker,label\n\u001b[31mred,w1,a\n\u001b[31mred,w2,b\n", "consensus", "-");
        assertThat(outcome.out()).doesNotContain("\u001b").contains("·[31mred");
    }

    // ---------------------------------------------------------------- structured answers

    private static final String TEXT = "😀 Anna met Bo.";

    private static String span(String worker, int begin, int end, String more) {
        return "{\"task\":\"t1\",\"worker\":\"" + worker + "\",\"answer\":[{\"begin\":" + begin + ",\"end\":" + end
                + ",\"label\":\"name\"}]" + more + "}\n";
    }

    private static final String SPANS = span("w1", 2, 6, ",\"text\":\"" + TEXT + "\"")
            + span("w2", 2, 7, "")
            + span("w3", 3, 7, ",\"unit\":\"utf16\"")
            + "{\"task\":\"t2\",\"worker\":\"w1\",\"answer\":[],\"text\":\"nobody here\"}\n";

    private static final String BOXES = """
            {"task":"t1","worker":"w1","answer":[{"left":10,"top":20,"width":30,"height":40,"label":"<img src=x>"}]}
            {"task":"t1","worker":"<script>alert(1)</script>","answer":[{"left":12,"top":20,"width":30,"height":40,"label":"<img src=x>"}]}
            {"task":"t1","worker":"w3","answer":[{"left":11,"top":20,"width":30,"height":40.5,"label":"<img src=x>"}]}
            """;

    private static final String SEGMENTS = """
            {"task":"<script>alert(1)</script>","worker":"w1","answer":[{"beginSeconds":1,"endSeconds":3,"label":"A"}]}
            {"task":"<script>alert(1)</script>","worker":"w2","answer":[{"beginSeconds":1.5,"endSeconds":3.5,"label":"A"}]}
            {"task":"<script>alert(1)</script>","worker":"w3","answer":[{"beginSeconds":1.25,"endSeconds":9,"label":"A"}]}
            """;

    private static final String POLYGONS = """
            {"task":"t1","worker":"w1","answer":[{"points":[[0,0],[10,0],[10,10],[0,10]],"holes":[[[2,2],[4,2],[4,4],[2,4]]],"label":"<img src=x>"}]}
            {"task":"t1","worker":"<script>alert(1)</script>","answer":[{"points":[[0,0],[12,0],[12,10],[0,10]],"holes":[[[2,2],[4,2],[4,4],[2,4]]],"label":"<img src=x>"}]}
            {"task":"t1","worker":"w3","answer":[{"points":[[0,0],[12,0],[12,11],[0,11]],"label":"<img src=x>"}]}
            """;

    private static final String KEYPOINTS = """
            {"task":"t1","worker":"w1","answer":[{"points":{"nose":[100,100,2],"left_eye":[500,400,2],"left_ear":[0,0,0]},"label":"<img src=x>"}]}
            {"task":"t1","worker":"<script>alert(1)</script>","answer":[{"points":{"nose":[102,100,2],"left_eye":[500,400,1]},"label":"<img src=x>"}]}
            {"task":"t1","worker":"w3","answer":[{"points":{"nose":[100,98,1],"left_eye":[500,402,1],"left_ear":[600,410,2]},"label":"<img src=x>"}]}
            """;

    private static final String TRACKS = """
            {"task":"t1","worker":"w1","answer":{"timeBase":[1,25],"tracks":[{"keyframes":[{"frame":0,"left":0,"top":0,"width":10,"height":10},{"frame":10,"left":10,"top":0,"width":10,"height":10}],"label":"<img src=x>"}]}}
            {"task":"t1","worker":"<script>alert(1)</script>","answer":{"timeBase":[1,25],"tracks":[{"keyframes":[{"frame":0,"left":1,"top":0,"width":10,"height":10},{"frame":10,"left":11,"top":0,"width":10,"height":10}],"label":"<img src=x>"}]}}
            {"task":"t1","worker":"w3","answer":{"timeBase":[1,25],"tracks":[{"keyframes":[{"frame":0,"left":2,"top":0,"width":10,"height":10},{"frame":10,"left":12,"top":0,"width":10,"height":10}],"label":"<img src=x>"}]}}
            """;

    private static final String TEXTS = """
            {"task":"t1","worker":"w1","answer":"the <img src=x> sat"}
            {"task":"t1","worker":"<script>alert(1)</script>","answer":"the cat sat"}
            {"task":"t1","worker":"w3","answer":"the cat sat"}
            """;

    private static final String MASKS = """
            {"task":"t1","worker":"w1","answer":{"size":[3,4],"counts":[2,6]}}
            {"task":"t1","worker":"<script>alert(1)</script>","answer":{"size":[3,4],"counts":[3,6]}}
            {"task":"t1","worker":"w3","answer":{"size":[3,4],"counts":[3,5]}}
            """;

    @Test
    void consensusOfSpansCountsCodePointsWhateverUnitTheAnswersUse() {
        CommandRun outcome = run(SPANS, "consensus", "-", "--out", "-", "--method", "plurality");
        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out().lines())
                .containsExactly(
                        "{\"task\":\"t1\",\"answer\":[{\"begin\":2,\"end\":6,\"label\":\"name\",\"text\":\"Anna\","
                                + "\"probability\":1,\"exactly\":3}],\"unit\":\"code_points\",\"agreement\":1,\"answers\":3}",
                        "{\"task\":\"t2\",\"answer\":[],\"unit\":\"code_points\",\"agreement\":1,\"answers\":1}");
        assertThat(outcome.err()).contains("4 answers (spans) by 3 workers on 2 tasks");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "boxes | median | [{\"left\":11,\"top\":20,\"width\":30,\"height\":40,\"label\":\"<img src=x>\",",
                "segments | auto | [{\"beginSeconds\":1.25,\"endSeconds\":3.5,\"label\":\"A\",\"confidence\":",
                "text | auto | \"the cat sat\",\"confidence\":",
                "mask | majority | {\"size\":[3,4],\"counts\":[3,5,4]},\"confidence\":",
                "polygons | auto | [{\"points\":[[0,0],[12,0],[12,10],[0,10]],\"holes\":[[[2,2],[2,4],[4,4],[4,2]]],\"label\":\"<img src=x>\",\"confidence\":1,\"spread\":",
                "keypoints | keypoint-median | [{\"points\":{\"left_eye\":[500,400,1],\"nose\":[100,100,2]},\"label\":\"<img src=x>\",\"confidence\":1,",
                "tracks | auto | {\"timeBase\":[1,25],\"tracks\":[{\"keyframes\":[{\"frame\":0,\"left\":1,\"top\":0,\"width\":10,\"height\":10},{\"frame\":10,\"left\":11,\"top\":0,\"width\":10,\"height\":10}],\"label\":\"<img src=x>\",\"confidence\":1,",
            })
    void everyKindHasItsConsensusInItsOwnForm(String kind, String method, String answer) {
        CommandRun outcome = run(answersOf(kind), "consensus", "-", "--out", "-", "--method", method);
        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("\"answer\":" + answer).endsWith(",\"answers\":3}\n");
    }

    private static String answersOf(String kind) {
        return switch (kind) {
            case "boxes" -> BOXES;
            case "segments" -> SEGMENTS;
            case "text" -> TEXTS;
            case "mask" -> MASKS;
            case "polygons" -> POLYGONS;
            case "keypoints" -> KEYPOINTS;
            case "tracks" -> TRACKS;
            default -> SPANS;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "boxes", "segments", "spans", "mask", "polygons", "keypoints", "tracks"})
    void theConsensusIsAPerfectTruthOfItself(String kind) throws IOException {
        String truth = folder.resolve("truth.jsonl").toString();
        assertThat(run(answersOf(kind), "consensus", "-", "--out", truth).status())
                .isZero();
        CommandRun outcome = run(answersOf(kind), "consensus", "-", "--truth", truth, "--json");
        assertThat(outcome.status()).as(outcome.err()).isZero();
        JsonNode figures = JsonMapper.shared().readTree(outcome.out()).get("truth");
        String key = switch (kind) {
            case "text" -> "exact";
            case "spans" -> "f1";
            case "keypoints" -> "mean_oks";
            default -> "mean_iou";
        };
        assertThat(figures.get(key).doubleValue()).isEqualTo(1);
        assertThat(figures.get("single_answer").has(key)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "boxes", "segments", "spans", "mask", "polygons", "keypoints", "tracks"})
    void keysOfTheJsonOfStructuredAnswersAreStable(String kind) {
        JsonNode json = JsonMapper.shared()
                .readTree(run(answersOf(kind), "consensus", "-", "--json").out());
        assertThat(json.propertyNames())
                .containsExactly(
                        "command",
                        "file",
                        "kind",
                        "answers",
                        "method",
                        "mean_agreement",
                        "mean_confidence",
                        "labels",
                        "workers",
                        "least_agreed_tasks",
                        "truth",
                        "warnings",
                        "seconds");
        assertThat(json.get("kind").stringValue()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "boxes", "segments", "mask", "polygons", "keypoints", "tracks"})
    void pagesOfStructuredAnswersAreHarmlessToo(String kind) throws IOException {
        assertThatThePageIsHarmless(answersOf(kind), "consensus");
    }

    @Test
    void badStructuredAnswersAreStatus3WithLineAndRemedy() {
        CommandRun outcome = run(TEXTS + BOXES + "{\"task\":\"t\"\n", "consensus", "-");
        assertThat(outcome.status()).isEqualTo(3);
        assertThat(outcome.err().lines().filter(line -> line.startsWith("stdin:")))
                .hasSize(4)
                .first()
                .isEqualTo("stdin:4: the answer is a list of boxes, but line 1 has a text");
        assertThat(outcome.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--method rater-model", "--method nonsense", "--soft", "--kind nonsense", "--unit inches"})
    void optionsThatDoNotFitTheKindAreWrongUsage(String options) {
        String[] words = ("consensus - " + options).split(" ");
        CommandRun outcome = run(TEXTS, words);
        assertThat(outcome.status()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.err()).doesNotContain("at dev.cupel");
    }

    @Test
    void theOrderOfStructuredRowsDoesNotMatter() {
        String turned = String.join("\n", TEXTS.lines().toList().reversed()) + "\n";
        assertThat(run(turned, "consensus", "-", "--out", "-").out())
                .isEqualTo(run(TEXTS, "consensus", "-", "--out", "-").out());
    }
}
