import { type InputType, plain } from '../input';
import { gridOf } from './rows';
import { TableView } from './TableView';

export const table: InputType = {
  oneText: false,
  file: false,
  wide: true,
  line(content) {
    const grid = gridOf(content);
    return grid
      ? [grid.columns, ...grid.rows].map((row) => row.filter((cell) => cell !== null).join(', ')).join(' · ')
      : plain(content);
  },
  sample: (words) => [
    { name: words, amount: 1 },
    { name: words, amount: 2.5 },
  ],
  example: [
    { dish: 'Soup', price: 4.5 },
    { dish: 'Bread', price: 2 },
  ],
  View: TableView,
};
