export { ConfirmEmailScreen } from './ConfirmEmailScreen';
export { ForgotScreen } from './ForgotScreen';
export { InviteScreen } from './InviteScreen';
export { ResetScreen } from './ResetScreen';
export { SetUpScreen } from './SetUpScreen';
export { SignInScreen } from './SignInScreen';
