import type { EditorProps } from '../kind';
import { OptionList } from '../parts/OptionList';

export function ChoiceEditor({ seat, id, presses, showKeys, active }: EditorProps<'choice'>) {
  return (
    <OptionList
      question={seat.question}
      as="radio"
      name={id}
      active={active}
      isOn={(option) => option === seat.answer}
      presses={presses}
      showKeys={showKeys}
    />
  );
}
