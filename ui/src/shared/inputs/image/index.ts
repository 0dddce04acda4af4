import { type InputType, plain } from '../input';
import { ImageView } from './ImageView';
import { loadAhead, sampleOf } from './media';
import { SmallImage } from './SmallImage';

export const image: InputType = {
  oneText: false,
  file: true,
  wide: true,
  line: plain,
  sample: sampleOf,
  example: 'cats/1.jpg',
  View: ImageView,
  Small: SmallImage,
  loadAhead,
};
