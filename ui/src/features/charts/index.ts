export { Meter, SplitBar } from './Bars';
export { DayBars } from './DayBars';
export { EstimateBar, type EstimateRow, EstimateRows } from './EstimateRows';
export { estimateText, formatEstimateNumber, intervalText, type NumberStyle, wilson } from './estimate';
export { LineBand } from './LineBand';
export { ConfusionMatrix, PairMatrix } from './Matrices';
export { SpeedAccuracy, type SpeedPoint } from './Scatter';
export { shortName } from './scales';
