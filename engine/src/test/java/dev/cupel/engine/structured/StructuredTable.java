package dev.cupel.engine.structured;

import dev.cupel.engine.agreement.MatchedAgreement.Box;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/** Prints what every structured consensus reaches on the public sets; run by {@code bench/structured.sh}. */
public final class StructuredTable {
    private StructuredTable() {}

    public static void main(String[] args) {
        if (StructuredData.present("ner_mturk_dev")) {
            StructuredData.SpanSet set = StructuredData.spans("ner_mturk_dev");
            System.out.println(
                    "spans: ner_mturk_dev, exact label and ends (reference F1: exact majority .6363, plurality"
                            + " .6623, token-wise Dawid-Skene .7431)");
            for (Spans.Method method : Spans.Method.values()) {
                long start = System.nanoTime();
                SpanScore score = SpanScore.of(
                        Spans.estimate(set.lengths(), set.answers(), Spans.Options.DEFAULTS.withMethod(method)),
                        set.truth());
                System.out.printf(
                        Locale.ROOT,
                        "  %-18s precision %.4f recall %.4f F1 %.4f %7.2f s%n",
                        method,
                        score.precision(),
                        score.recall(),
                        score.f1(),
                        (System.nanoTime() - start) * 1e-9);
            }
        }
        for (String name : List.of("speech_dev_clean", "speech_dev_other")) {
            if (StructuredData.present(name)) {
                StructuredData.TextSet set = StructuredData.texts(name);
                System.out.println(
                        "texts: " + name + ", word error rate (reference: medoid .0737 / .1354, ROVER .0666 / .1308)");
                for (Texts.Method method : Texts.Method.values()) {
                    line(
                            method,
                            () -> StructuredData.wordErrorRate(
                                    Texts.estimate(set.answers(), Texts.Options.DEFAULTS.withMethod(method)),
                                    set.truth()));
                }
                line(
                        "ROVER, unweighted",
                        () -> StructuredData.wordErrorRate(
                                Texts.estimate(set.answers(), Texts.Options.DEFAULTS.withSharpness(0)), set.truth()));
            }
        }
        if (StructuredData.present("cells")) {
            StructuredData.CellSet set = StructuredData.cells();
            System.out.println(
                    "boxes: cells, mean IoU (reference, all boxes of a picture together: mean .8933, median .9052)");
            for (Boxes.Fusion fusion : Boxes.Fusion.values()) {
                line(
                        fusion,
                        () -> meanIou(Boxes.estimate(set.boxes(), Boxes.Options.DEFAULTS.withFusion(fusion)), set));
            }
            System.out.println("masks: cells, mean IoU (reference: majority .8381, STAPLE with a global prior .8181)");
            for (Masks.Method method : Masks.Method.values()) {
                line(
                        method,
                        () -> meanIou(Masks.estimate(set.masks(), Masks.Options.DEFAULTS.withMethod(method)), set));
            }
        }
    }

    private static void line(Object name, DoubleSupplier figure) {
        long start = System.nanoTime();
        double value = figure.getAsDouble();
        System.out.printf(Locale.ROOT, "  %-18s %.4f %7.2f s%n", name, value, (System.nanoTime() - start) * 1e-9);
    }

    /** Pictures without a consensus count as 0; of several boxes the first counts. */
    static double meanIou(Clusters<Box> boxes, StructuredData.CellSet set) {
        double sum = 0;
        for (int t = 0; t < boxes.taskCount(); t++) {
            Box truth = set.trueBoxes().get(t);
            sum += boxes.regions(t).stream()
                    .mapToDouble(box -> Box.iou(box, truth))
                    .findFirst()
                    .orElse(0);
        }
        return sum / boxes.taskCount();
    }

    static double meanIou(Masks masks, StructuredData.CellSet set) {
        double sum = 0;
        for (int t = 0; t < masks.taskCount(); t++) {
            Mask truth = set.trueMasks().get(t);
            sum += masks.mask(t).map(fused -> Mask.iou(fused.mask(), truth)).orElse(0.0);
        }
        return sum / masks.taskCount();
    }
}
