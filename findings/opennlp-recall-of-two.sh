#!/usr/bin/env bash
# Apache OpenNLP 2.5.9: finding one name twice gives a recall of 2; a name without a type takes the type of the name before it.
#
# Expected: a span that is predicted twice is right once: precision 1/2, recall 1. '<START> Bob <END>' has the default type wherever it
#   stands, and of two names that overlap the one with the higher probability is kept.
# Seen: precision 1, recall 2, F 1.33; the twin in the reference is matched once, so the two sides are counted by different rules.
#   Bob is 'default' before a typed name and 'person' after one. dropOverlappingSpans keeps the span that begins first, with
#   probability .2 against .9. With nothing to find and nothing found F is -1.
# For Cupel: spans are matched one to one, and no rate above 1 leaves a score (a property test); an absent type on import is absent,
#   counted and told; overlaps are shown to a person or settled by a stated rule.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>finding</groupId><artifactId>finding</artifactId><version>1</version><packaging>pom</packaging>
<dependencies><dependency><groupId>org.apache.opennlp</groupId><artifactId>opennlp-tools</artifactId><version>2.5.9</version></dependency></dependencies>
</project>
XML
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory=lib >/dev/null
cat >Look.java <<'JAVA'
import java.util.Arrays;
import opennlp.tools.namefind.NameFinderME;
import opennlp.tools.namefind.NameSample;
import opennlp.tools.util.Span;
import opennlp.tools.util.Version;
import opennlp.tools.util.eval.FMeasure;

class Look {
    static double[] score(Span[] reference, Span[] found) {
        var measure = new FMeasure();
        measure.updateScores(reference, found);
        double[] all = {measure.getPrecisionScore(), measure.getRecallScore(), measure.getFMeasure()};
        return Arrays.stream(all).map(x -> Math.round(x * 100) / 100.0).toArray();
    }

    static String types(String line) throws Exception {
        return Arrays.stream(NameSample.parse(line, false).getNames()).map(Span::getType).toList().toString();
    }

    static void hold(boolean same) {
        if (!same) throw new AssertionError("this has changed");
    }

    public static void main(String[] args) throws Exception {
        System.out.println("OpenNLP " + Version.currentVersion());
        Span ann = new Span(0, 1, "person");
        double[] twice = score(new Span[] {ann}, new Span[] {ann, ann});
        double[] twin = score(new Span[] {ann, ann}, new Span[] {ann});
        double[] nothing = score(new Span[0], new Span[0]);
        System.out.println("precision, recall, F of one name found twice: " + Arrays.toString(twice));
        System.out.println("of one name that is in the reference twice:   " + Arrays.toString(twin));
        System.out.println("of nothing to find and nothing found:         " + Arrays.toString(nothing));
        String before = types("<START> Bob <END> met <START:person> Ann <END> .");
        String after = types("<START:person> Ann <END> met <START> Bob <END> .");
        System.out.println("types of Bob, Ann: " + before + " - of Ann, Bob: " + after);
        Span[] kept = NameFinderME.dropOverlappingSpans(
            new Span[] {new Span(0, 2, "place", .2), new Span(1, 3, "person", .9)});
        System.out.println("kept of a place at .2 and a person at .9: " + kept[0].getType());
        hold(Arrays.equals(twice, new double[] {1, 2, 1.33}) && Arrays.equals(twin, new double[] {1, .5, .67}) && nothing[2] == -1);
        hold(before.equals("[default, person]") && after.equals("[person, person]"));
        hold(kept.length == 1 && kept[0].getType().equals("place"));
    }
}
JAVA
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp 'lib/*' Look.java 2>/dev/null
