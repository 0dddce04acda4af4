package dev.cupel.engine.consensus;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Accuracies that others reach on the development sets, measured with the most used Python library (crowd-kit, January
 * 2025), or taken from the notebooks of yuan-li/truth-inference-at-scale for BWA and iBCC. Repeated votes dropped, the
 * first kept. Plain Dawid-Skene is given as run to convergence: the library's own figures depend on when its stopping rule
 * happens to strike, because it counts the class prior once per vote.
 */
final class ReferenceFigures {
    private static final double NONE = Double.NaN;

    private ReferenceFigures() {}

    /** What the library itself prints for a method of the same name; NaN where it has no figure. */
    static double commonLibrary(ConsensusMethod method, String set) {
        double[] row = switch (method) {
            case MAJORITY_VOTE -> of(.7593, .9944, .8800, .9188, .8467, .9440, .8178, .9320, .8896, .8966, .7598);
            case WAWA -> of(.7593, .9944, .8767, .9212, .8567, .9440, .8290, .9510, .8950, .8966, .7628);
            case ZERO_BASED_SKILL -> of(.7593, .9944, .8767, .9212, .8567, .9460, .8302, .9530, .8946, .8966, .7658);
            case ONE_COIN -> of(.5833, .9944, .8867, .9250, .8600, .9460, .8302, .9490, .9166, .9084, .7207);
            case DAWID_SKENE -> of(.8889, .9944, .8300, .9275, .8400, .9440, .8426, .9600, .9152, .9397, .7658);
            case GLAD -> of(.7222, .9944, .8800, .9262, .8533, .9460, .8340, .9480, .9172, .9287, .7568);
            case MACE -> of(.7407, .9944, .8844, .9238, .8533, .9460, .8302, .9560, .9160, .9294, .7568);
            case KOS -> of(.7222, NONE, NONE, .4975, NONE, .9420, NONE, .9330, .8192, .8955, NONE);
            case M_MSR -> of(.7130, .9944, .7733, .8575, .8600, .9440, .8278, .9370, .9008, NONE, .7508);
            case IBCC -> of(.8889, NONE, .8833, .9275, .8567, .9440, .8389, .9600, .9150, .9383, .7447);
            case BWA -> of(.7593, NONE, .8933, .9275, .8600, .9460, .8315, .9560, .9170, .9194, .7417);
            case AUTO, DAWID_SKENE_SHRUNK -> new double[0];
        };
        int index = CrowdData.DEVELOPMENT_SETS.indexOf(set);
        return index < row.length ? row[index] : NONE;
    }

    private static double[] of(double... figures) {
        return figures;
    }

    /**
     * The figures a method is held to, by set. Majority: with fractional credit for ties. Dawid-Skene: converged. One-coin:
     * with the same shrinkage as here.
     */
    static Map<String, Double> of(ConsensusMethod method) {
        double[] row = switch (method) {
            case MAJORITY_VOTE -> of(.7593, .9944, .8822, .8969, .8533, .9430, .8222, .9335, .8859, .8966, .7583);
            case ONE_COIN -> of(.5833, .9944, .8867, .9250, .8567, .9460, .8302, .9490, .9158, .9088, .7177);
            case DAWID_SKENE -> of(.8981, .9944, .7900, .9275, .8367, .9440, .8426, .9600, .9148, .9396, .7477);
            case DAWID_SKENE_SHRUNK -> of(.8981, .9944, .8867, .9262, .8433, .9440, .8401, .9590, .9154, .9390, .7508);
            default -> new double[0];
        };
        Map<String, Double> figures = new LinkedHashMap<>();
        List<String> sets = CrowdData.DEVELOPMENT_SETS;
        for (int s = 0; s < sets.size(); s++) {
            double figure = row.length > 0 ? row[s] : commonLibrary(method, sets.get(s));
            if (!Double.isNaN(figure)) {
                figures.put(sets.get(s), figure);
            }
        }
        return figures;
    }
}
